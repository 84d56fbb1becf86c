package dev.millrace.definition.expression.function;

import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.function.NumberWords.Counting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// How a whole number is written: `1`, `001`, `#,##0`, `w`, `Ww`, `I`, `a`, each perhaps with `;o`
/// for an ordinal number.
///
/// @param zero the digit zero of the family that the picture uses
/// @param digits how many digits there are at least
/// @param optionalDigits how many places the picture has besides these
record IntegerPicture(
    Form form,
    Letters letters,
    Counting counting,
    int zero,
    int digits,
    int optionalDigits,
    List<Separator> separators) {
  /// Zeros of Unicode's decimal digits in the Basic Multilingual Plane.
  private static final int[] ZEROS = {
    0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
    0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10
  };

  /// By what a number is written.
  enum Form {
    DIGITS,
    WORDS,
    ROMAN,
    LETTERS
  }

  /// The case of letters.
  enum Letters {
    SMALL,
    CAPITAL,
    TITLE
  }

  /// A sign between digits.
  ///
  /// @param place how many digits stand to its right
  record Separator(int place, int sign) {}

  IntegerPicture {
    separators = List.copyOf(separators);
  }

  /// @throws Halt.Fault when the picture is none
  static IntegerPicture of(String picture) {
    Pictures.requireLength(picture);
    int semicolon = picture.lastIndexOf(';');
    var primary = semicolon < 0 ? picture : picture.substring(0, semicolon);
    boolean isOrdinal = semicolon >= 0 && picture.startsWith("o", semicolon + 1);
    var counting = isOrdinal ? Counting.ORDINAL : Counting.CARDINAL;
    return switch (primary) {
      case "a" -> plain(Form.LETTERS, Letters.SMALL, counting);
      case "A" -> plain(Form.LETTERS, Letters.CAPITAL, counting);
      case "i" -> plain(Form.ROMAN, Letters.SMALL, counting);
      case "I" -> plain(Form.ROMAN, Letters.CAPITAL, counting);
      case "w" -> plain(Form.WORDS, Letters.SMALL, counting);
      case "W" -> plain(Form.WORDS, Letters.CAPITAL, counting);
      case "Ww" -> plain(Form.WORDS, Letters.TITLE, counting);
      default -> ofDigits(primary, counting);
    };
  }

  private static IntegerPicture plain(Form form, Letters letters, Counting counting) {
    return new IntegerPicture(form, letters, counting, '0', 0, 0, List.of());
  }

  private static IntegerPicture ofDigits(String primary, Counting counting) {
    int zero = -1;
    int digits = 0;
    int optional = 0;
    var separators = new ArrayList<Separator>();
    var points = primary.codePoints().toArray();
    for (int i = points.length - 1; i >= 0; i--) {
      int family = zeroOf(points[i]);
      if (family >= 0) {
        if (zero >= 0 && zero != family) {
          throw new Halt.Fault("a picture must take all its digits from one family: " + primary);
        }
        zero = family;
        digits++;
      } else if (points[i] == '#') {
        optional++;
      } else {
        separators.add(new Separator(digits + optional, points[i]));
      }
    }
    if (digits == 0) {
      throw new Halt.Fault("the picture \"" + primary + "\" is not supported: it has no digit");
    }
    return new IntegerPicture(
        Form.DIGITS, Letters.SMALL, counting, zero, digits, optional, separators);
  }

  private static int zeroOf(int point) {
    for (int zero : ZEROS) {
      if (point >= zero && point <= zero + 9) {
        return zero;
      }
    }
    return -1;
  }

  IntegerPicture withDigits(int changed) {
    return new IntegerPicture(form, letters, counting, zero, changed, optionalDigits, separators);
  }

  /// The distance of equal separators at equal distances; 0 when they are not such.
  int interval() {
    boolean alike = separators.stream().mapToInt(Separator::sign).distinct().count() == 1;
    return alike ? Pictures.interval(separators.stream().map(Separator::place).toList()) : 0;
  }

  String format(long value) {
    // The only number whose size is not a long; nobody spells it out.
    long size = value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value);
    var formatted =
        switch (form) {
          case DIGITS -> ordinal(grouped(padded(size)));
          case WORDS -> NumberWords.of(size, counting);
          case ROMAN -> Numerals.roman(size);
          case LETTERS -> Numerals.letters(size);
        };
    return (value < 0 ? "-" : "") + (form == Form.DIGITS ? formatted : cased(formatted));
  }

  private String cased(String text) {
    return switch (letters) {
      case SMALL -> text.toLowerCase(Locale.ROOT);
      case CAPITAL -> text.toUpperCase(Locale.ROOT);
      case TITLE -> text;
    };
  }

  private String padded(long size) {
    var number = Long.toString(size);
    var all = "0".repeat(Math.max(0, digits - number.length())) + number;
    var family = new StringBuilder(all.length());
    all.chars().forEach(c -> family.append((char) (c - '0' + zero)));
    return family.toString();
  }

  private String grouped(String number) {
    int interval = interval();
    var grouped = new StringBuilder();
    for (int i = 0; i < number.length(); i++) {
      int toTheRight = number.length() - i;
      if (i > 0 && interval > 0 && toTheRight % interval == 0) {
        grouped.appendCodePoint(separators.getFirst().sign());
      } else if (i > 0 && interval == 0) {
        separators.stream()
            .filter(separator -> separator.place() == toTheRight)
            .forEach(separator -> grouped.appendCodePoint(separator.sign()));
      }
      grouped.append(number.charAt(i));
    }
    return grouped.toString();
  }

  private String ordinal(String number) {
    if (counting == Counting.CARDINAL) {
      return number;
    }
    int last = number.charAt(number.length() - 1) - zero;
    boolean isTeen = number.length() > 1 && number.charAt(number.length() - 2) - zero == 1;
    return number
        + switch (isTeen ? 0 : last) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }

  /// The number that a text says, if it says one.
  Optional<Long> parse(String text) {
    var small = text.toLowerCase(Locale.ROOT);
    var value =
        switch (form) {
          case DIGITS -> parseDigits(text);
          case WORDS -> NumberWords.parse(text);
          case ROMAN -> Numerals.ofRoman(small);
          case LETTERS -> Numerals.ofLetters(small);
        };
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private OptionalLong parseDigits(String text) {
    int end = counting == Counting.ORDINAL ? Math.max(0, text.length() - 2) : text.length();
    var plain = new StringBuilder();
    for (int i = 0; i < end; i++) {
      int c = text.charAt(i);
      if (c >= zero && c <= zero + 9) {
        plain.append((char) (c - zero + '0'));
      } else if (c == '-' && i == 0) {
        plain.append('-');
      } else if (separators.stream().noneMatch(separator -> separator.sign() == c)) {
        return OptionalLong.empty();
      }
    }
    try {
      return OptionalLong.of(Long.parseLong(plain.toString()));
    } catch (NumberFormatException e) {
      // No digit at all, or more than 64 bits.
      return OptionalLong.empty();
    }
  }
}
