package dev.millrace.definition.expression.function;

import dev.millrace.definition.expression.evaluation.Halt;
import java.util.OptionalLong;

/// Roman numerals, and letters that count a to z, aa, ab and so on.
final class Numerals {
  /// Larger ones would be rows of m.
  private static final long ROMAN_MAX = 100_000;

  private static final int[] VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  private static final String[] SIGNS = {
    "m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"
  };
  private static final int LETTERS = 26;

  /// Thirteen letters name more than 64 bits hold.
  private static final int LETTERS_MAX = 12;

  private Numerals() {}

  static String roman(long value) {
    if (value > ROMAN_MAX) {
      throw new Halt.Fault("roman numerals go to " + ROMAN_MAX + " here, not to " + value);
    }
    var roman = new StringBuilder();
    long rest = value;
    for (int i = 0; i < VALUES.length; i++) {
      for (; rest >= VALUES[i]; rest -= VALUES[i]) {
        roman.append(SIGNS[i]);
      }
    }
    return roman.toString();
  }

  /// The value of a roman numeral in small letters, if it is one.
  static OptionalLong ofRoman(String roman) {
    long value = 0;
    long largest = 1;
    for (int i = roman.length() - 1; i >= 0; i--) {
      long digit =
          switch (roman.charAt(i)) {
            case 'm' -> 1000;
            case 'd' -> 500;
            case 'c' -> 100;
            case 'l' -> 50;
            case 'x' -> 10;
            case 'v' -> 5;
            case 'i' -> 1;
            default -> 0;
          };
      if (digit == 0) {
        return OptionalLong.empty();
      }
      largest = Math.max(largest, digit);
      value += digit < largest ? -digit : digit;
    }
    return OptionalLong.of(value);
  }

  static String letters(long value) {
    var letters = new StringBuilder();
    for (long rest = value; rest > 0; rest = (rest - 1) / LETTERS) {
      letters.append((char) ('a' + (rest - 1) % LETTERS));
    }
    return letters.reverse().toString();
  }

  /// The value of small letters, if they are some.
  static OptionalLong ofLetters(String letters) {
    if (letters.length() > LETTERS_MAX) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = 0; i < letters.length(); i++) {
      char c = letters.charAt(i);
      if (c < 'a' || c > 'z') {
        return OptionalLong.empty();
      }
      value = value * LETTERS + (c - 'a' + 1);
    }
    return OptionalLong.of(value);
  }
}
