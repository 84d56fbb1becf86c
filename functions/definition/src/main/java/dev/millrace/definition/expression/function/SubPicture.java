package dev.millrace.definition.expression.function;

import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.function.NumberPicture.Symbols;
import java.util.ArrayList;
import java.util.List;

/// The picture of numbers of one sign, taken apart.
///
/// @param powerOfTen 2 for per cent, 3 for per mille
/// @param mantissaDigits how many digits stand before the point when there is an exponent
/// @param wholeDigits how many digits stand before the point at least
/// @param fractionDigits how many stand behind it at least
/// @param fractionDigitsMax how many stand behind it at most
/// @param exponentDigits how many digits an exponent has at least; 0 for no exponent
/// @param wholeGroups how many digits stand to the right of each separator before the point
/// @param fractionGroups how many stand to the left of each one behind the point
record SubPicture(
    String prefix,
    String suffix,
    int powerOfTen,
    int mantissaDigits,
    int wholeDigits,
    int fractionDigits,
    int fractionDigitsMax,
    int exponentDigits,
    List<Integer> wholeGroups,
    List<Integer> fractionGroups) {
  SubPicture {
    wholeGroups = List.copyOf(wholeGroups);
    fractionGroups = List.copyOf(fractionGroups);
  }

  SubPicture prefixedBy(char sign) {
    return new SubPicture(
        sign + prefix,
        suffix,
        powerOfTen,
        mantissaDigits,
        wholeDigits,
        fractionDigits,
        fractionDigitsMax,
        exponentDigits,
        wholeGroups,
        fractionGroups);
  }

  /// @throws Halt.Fault when it is none
  static SubPicture of(String picture, Symbols symbols) {
    return new Analysis(picture, symbols).result();
  }

  private static final class Analysis {
    private final String picture;
    private final Symbols symbols;

    Analysis(String picture, Symbols symbols) {
      this.picture = picture;
      this.symbols = symbols;
    }

    SubPicture result() {
      int from = 0;
      while (from < picture.length() && !begins(picture.charAt(from))) {
        from++;
      }
      int end = picture.length();
      while (end > from && !begins(picture.charAt(end - 1))) {
        end--;
      }
      require(from < end, "has no digit");
      var active = picture.substring(from, end);
      int e = active.indexOf(symbols.exponent());
      var mantissa = e < 0 ? active : active.substring(0, e);
      var exponent = e < 0 ? "" : active.substring(e + 1);
      int point = mantissa.indexOf(symbols.decimal());
      var whole = point < 0 ? mantissa : mantissa.substring(0, point);
      var fraction = point < 0 ? "" : mantissa.substring(point + 1);
      check(active, mantissa, whole, fraction);
      boolean scales = isIn(symbols.percent()) || isIn(symbols.perMille());
      require(e < 0 || !scales, "has both an exponent and a per cent or per mille sign");
      require(
          e < 0 || (!exponent.isEmpty() && digits(exponent) == exponent.length()),
          "must have digits only in its exponent");
      return measured(
          picture.substring(0, from), picture.substring(end), whole, fraction, digits(exponent));
    }

    /// An exponent's sign alone could as well be a letter of the text around the number.
    private boolean begins(char c) {
      return symbols.isActive(c) && c != symbols.exponent();
    }

    private void check(String active, String mantissa, String whole, String fraction) {
      char grouping = symbols.grouping();
      require(count(picture, symbols.decimal()) <= 1, "has more than one decimal separator");
      require(isOnceAtMost(symbols.percent()), "has more than one per cent sign");
      require(isOnceAtMost(symbols.perMille()), "has more than one per mille sign");
      require(
          !isIn(symbols.percent()) || !isIn(symbols.perMille()),
          "has both a per cent and a per mille sign");
      require(digits(mantissa) + count(mantissa, symbols.digit()) > 0, "has no digit");
      require(
          active.chars().allMatch(c -> symbols.isActive((char) c)), "has text between its digits");
      require(
          !whole.endsWith("" + grouping) && !fraction.startsWith("" + grouping),
          "has a grouping separator beside its point or at its end");
      require(!picture.contains("" + grouping + grouping), "has two grouping separators in a row");
      int optional = whole.lastIndexOf(symbols.digit());
      require(
          optional < 0 || digits(whole.substring(0, optional)) == 0,
          "has an optional digit behind a required one before its point");
      optional = fraction.indexOf(symbols.digit());
      require(
          optional < 0 || digits(fraction.substring(optional)) == 0,
          "has a required digit behind an optional one behind its point");
    }

    private SubPicture measured(
        String prefix, String suffix, String whole, String fraction, int exponentDigits) {
      int wholeDigits = digits(whole);
      int mantissaDigits = wholeDigits;
      int least = digits(fraction);
      int most = least + count(fraction, symbols.digit());
      if (wholeDigits == 0 && most == 0) {
        if (exponentDigits > 0) {
          least = 1;
          most = 1;
        } else {
          wholeDigits = 1;
        }
      }
      if (exponentDigits > 0 && wholeDigits == 0 && count(whole, symbols.digit()) > 0) {
        wholeDigits = 1;
      }
      if (wholeDigits == 0 && least == 0) {
        least = 1;
      }
      int power = isIn(symbols.percent()) ? 2 : isIn(symbols.perMille()) ? 3 : 0;
      return new SubPicture(
          prefix,
          suffix,
          power,
          mantissaDigits,
          wholeDigits,
          least,
          Math.max(least, most),
          exponentDigits,
          groups(whole, true),
          groups(fraction, false));
    }

    private List<Integer> groups(String part, boolean countsToTheRight) {
      var groups = new ArrayList<Integer>();
      for (int i = 0; i < part.length(); i++) {
        if (part.charAt(i) == symbols.grouping()) {
          var counted = countsToTheRight ? part.substring(i) : part.substring(0, i);
          groups.add(digits(counted) + count(counted, symbols.digit()));
        }
      }
      return groups;
    }

    private int digits(String part) {
      return (int) part.chars().filter(c -> symbols.isDigit((char) c)).count();
    }

    private static int count(String part, char sign) {
      return (int) part.chars().filter(c -> c == sign).count();
    }

    private boolean isIn(String sign) {
      return picture.contains(sign);
    }

    private boolean isOnceAtMost(String sign) {
      return picture.indexOf(sign) == picture.lastIndexOf(sign);
    }

    private void require(boolean holds, String flaw) {
      if (!holds) {
        throw new Halt.Fault("the picture \"" + picture + "\" " + flaw);
      }
    }
  }
}
