package dev.millrace.definition.expression.function;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whole numbers in English words: `Twelve Thousand, Four Hundred and Seventy-Six`.
final class NumberWords {
  private static final String[] SMALL = {
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen"
  };
  private static final String[] SMALL_ORDINALS = {
    "Zeroth",
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth"
  };
  private static final String[] TENS = {
    "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"
  };
  private static final String[] MAGNITUDES = {"Thousand", "Million", "Billion", "Trillion"};
  private static final Pattern BETWEEN_WORDS = Pattern.compile(",\\s|\\sand\\s|[\\s-]");
  private static final Map<String, Long> VALUES = values();

  /// What numbers in words consist of, for a regular expression; longer words before their
  /// beginnings.
  static final String REGEX =
      VALUES.keySet().stream()
          .sorted(Comparator.comparingInt(String::length).reversed())
          .collect(Collectors.joining("|", "(?:", "|and|[-, ])+"));

  private NumberWords() {}

  /// How a number is counted.
  enum Counting {
    CARDINAL,
    ORDINAL
  }

  /// The words of a number that is not negative.
  static String of(long value, Counting counting) {
    return words(value, "", "", counting);
  }

  /// @param beforeSmall what joins a number below a hundred to the words before it
  /// @param beforeLarge what joins a larger one
  private static String words(
      long value, String beforeSmall, String beforeLarge, Counting counting) {
    if (value < 20) {
      var small = counting == Counting.ORDINAL ? SMALL_ORDINALS : SMALL;
      return beforeSmall + small[(int) value];
    }
    if (value < 100) {
      var tens = TENS[(int) value / 10 - 2];
      if (value % 10 > 0) {
        return beforeSmall + tens + "-" + words(value % 10, "", "", counting);
      }
      return beforeSmall
          + (counting == Counting.ORDINAL ? tens.substring(0, tens.length() - 1) + "ieth" : tens);
    }
    if (value < 1000) {
      var hundreds = beforeLarge + SMALL[(int) value / 100] + " Hundred";
      return hundreds + rest(value % 100, counting);
    }
    int magnitude = 1;
    long factor = 1000;
    while (magnitude < MAGNITUDES.length && value / factor >= 1000) {
      magnitude++;
      factor *= 1000;
    }
    var count = words(value / factor, "", "", Counting.CARDINAL);
    return beforeLarge + count + " " + MAGNITUDES[magnitude - 1] + rest(value % factor, counting);
  }

  private static String rest(long rest, Counting counting) {
    if (rest > 0) {
      return words(rest, " and ", ", ", counting);
    }
    return counting == Counting.ORDINAL ? "th" : "";
  }

  private static Map<String, Long> values() {
    var values = new HashMap<String, Long>();
    for (int i = 0; i < SMALL.length; i++) {
      values.put(SMALL[i].toLowerCase(Locale.ROOT), (long) i);
      values.put(SMALL_ORDINALS[i].toLowerCase(Locale.ROOT), (long) i);
    }
    for (int i = 0; i < TENS.length; i++) {
      var word = TENS[i].toLowerCase(Locale.ROOT);
      values.put(word, (i + 2) * 10L);
      values.put(word.substring(0, word.length() - 1) + "ieth", (i + 2) * 10L);
    }
    values.put("hundred", 100L);
    values.put("hundredth", 100L);
    long factor = 1;
    for (var magnitude : MAGNITUDES) {
      factor *= 1000;
      values.put(magnitude.toLowerCase(Locale.ROOT), factor);
      values.put(magnitude.toLowerCase(Locale.ROOT) + "th", factor);
    }
    return values;
  }

  /// The number that words say, whatever their case; none when one of them is not known.
  static OptionalLong parse(String text) {
    long settled = 0;
    long current = 0;
    try {
      for (var word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT), -1)) {
        var value = VALUES.get(word);
        if (value == null) {
          return OptionalLong.empty();
        }
        if (value >= 100) {
          current = Math.multiplyExact(current, value);
        } else {
          // After a thousand, or more, what follows counts for itself.
          settled = current >= 1000 ? Math.addExact(settled, current) : settled;
          current = (current >= 1000 ? 0 : current) + value;
        }
      }
      return OptionalLong.of(Math.addExact(settled, current));
    } catch (ArithmeticException e) {
      // More than 64 bits: no number that expressions could go on with.
      return OptionalLong.empty();
    }
  }
}
