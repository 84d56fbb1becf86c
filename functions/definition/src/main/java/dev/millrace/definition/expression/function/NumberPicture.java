package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.expression.evaluation.Halt;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// How a number is written: `#,##0.00`, `0.0e0`, `01%`, perhaps with another picture for negative
/// numbers behind a `;`.
final class NumberPicture {
  /// Numbers beyond these powers of ten are no doubles and are not written out.
  private static final int EXPONENT_MAX = 400;

  private final SubPicture positive;
  private final SubPicture negative;
  private final Symbols symbols;

  private NumberPicture(SubPicture positive, SubPicture negative, Symbols symbols) {
    this.positive = positive;
    this.negative = negative;
    this.symbols = symbols;
  }

  /// The signs with a meaning in pictures and in what they give.
  record Symbols(
      char decimal,
      char grouping,
      char exponent,
      char minus,
      String percent,
      String perMille,
      char zero,
      char digit,
      char pattern) {
    /// The usual ones with some of them changed, by their names in XPath.
    ///
    /// @param options an object, or missing
    static Symbols of(JsonNode options) {
      return new Symbols(
          sign(options, "decimal-separator", '.'),
          sign(options, "grouping-separator", ','),
          sign(options, "exponent-separator", 'e'),
          sign(options, "minus-sign", '-'),
          text(options, "percent", "%"),
          text(options, "per-mille", "\u2030"),
          sign(options, "zero-digit", '0'),
          sign(options, "digit", '#'),
          sign(options, "pattern-separator", ';'));
    }

    private static char sign(JsonNode options, String name, char usual) {
      var sign = text(options, name, String.valueOf(usual));
      if (sign.length() != 1) {
        throw new Halt.Fault("the option " + name + " of $formatNumber must be one character");
      }
      return sign.charAt(0);
    }

    private static String text(JsonNode options, String name, String usual) {
      var sign = options.path(name);
      if (sign.isMissingNode()) {
        return usual;
      }
      if (!sign.isTextual() || sign.textValue().isEmpty()) {
        throw new Halt.Fault("the option " + name + " of $formatNumber must be a text");
      }
      return sign.textValue();
    }

    boolean isDigit(char c) {
      return c >= zero && c <= zero + 9;
    }

    /// Whether a sign stands for a part of the number.
    boolean isActive(char c) {
      return isDigit(c)
          || c == decimal
          || c == exponent
          || c == grouping
          || c == digit
          || c == pattern;
    }
  }

  /// @throws Halt.Fault when the picture is none
  static NumberPicture of(String picture, Symbols symbols) {
    Pictures.requireLength(picture);
    int separator = picture.indexOf(symbols.pattern());
    if (separator < 0) {
      var both = SubPicture.of(picture, symbols);
      return new NumberPicture(both, both.prefixedBy(symbols.minus()), symbols);
    }
    if (picture.indexOf(symbols.pattern(), separator + 1) >= 0) {
      throw new Halt.Fault("a picture has at most two parts: " + picture);
    }
    return new NumberPicture(
        SubPicture.of(picture.substring(0, separator), symbols),
        SubPicture.of(picture.substring(separator + 1), symbols),
        symbols);
  }

  String format(JsonNode number) {
    var value = number.decimalValue();
    if (value.signum() != 0 && Math.abs((long) value.precision() - value.scale()) > EXPONENT_MAX) {
      throw new Halt.Fault("$formatNumber cannot write out " + number);
    }
    var picture = value.signum() < 0 ? negative : positive;
    var scaled = value.abs().scaleByPowerOfTen(picture.powerOfTen());
    int exponent = 0;
    if (picture.exponentDigits() > 0 && scaled.signum() != 0) {
      exponent = scaled.precision() - scaled.scale() - picture.mantissaDigits();
      scaled = scaled.scaleByPowerOfTen(-exponent);
    }
    return picture.prefix()
        + mantissa(scaled, picture)
        + (picture.exponentDigits() > 0 ? exponent(exponent, picture) : "")
        + picture.suffix();
  }

  private String mantissa(BigDecimal value, SubPicture picture) {
    var plain = value.setScale(picture.fractionDigitsMax(), RoundingMode.HALF_EVEN).toPlainString();
    int point = plain.indexOf('.');
    var whole = stripLeading(point < 0 ? plain : plain.substring(0, point));
    var fraction = stripTrailing(point < 0 ? "" : plain.substring(point + 1));
    var written = new StringBuilder();
    written.append(
        grouped("0".repeat(Math.max(0, picture.wholeDigits() - whole.length())) + whole, picture));
    var decimals = fraction + "0".repeat(Math.max(0, picture.fractionDigits() - fraction.length()));
    if (!decimals.isEmpty()) {
      written.append(symbols.decimal()).append(groupedFraction(decimals, picture));
    }
    return written.toString();
  }

  private static String stripLeading(String digits) {
    int from = 0;
    while (from < digits.length() && digits.charAt(from) == '0') {
      from++;
    }
    return digits.substring(from);
  }

  private static String stripTrailing(String digits) {
    int end = digits.length();
    while (end > 0 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  private String grouped(String digits, SubPicture picture) {
    int interval = Pictures.interval(picture.wholeGroups());
    var grouped = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      int toTheRight = digits.length() - i;
      boolean separates =
          interval > 0 ? toTheRight % interval == 0 : picture.wholeGroups().contains(toTheRight);
      if (i > 0 && separates) {
        grouped.append(symbols.grouping());
      }
      grouped.append(inFamily(digits.charAt(i)));
    }
    return grouped.toString();
  }

  private String groupedFraction(String digits, SubPicture picture) {
    var grouped = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && picture.fractionGroups().contains(i)) {
        grouped.append(symbols.grouping());
      }
      grouped.append(inFamily(digits.charAt(i)));
    }
    return grouped.toString();
  }

  private char inFamily(char digit) {
    return (char) (digit - '0' + symbols.zero());
  }

  private String exponent(int exponent, SubPicture picture) {
    var digits = Integer.toString(Math.abs(exponent));
    var padded = "0".repeat(Math.max(0, picture.exponentDigits() - digits.length())) + digits;
    var written = new StringBuilder().append(symbols.exponent());
    if (exponent < 0) {
      written.append(symbols.minus());
    }
    padded.chars().forEach(c -> written.append(inFamily((char) c)));
    return written.toString();
  }
}
