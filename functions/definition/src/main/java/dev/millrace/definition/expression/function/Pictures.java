package dev.millrace.definition.expression.function;

import dev.millrace.definition.expression.evaluation.Halt;
import java.util.List;

/// What pictures of numbers and times share (XPath Functions and Operators 3.1, 4.6 to 4.7 and
/// 9.8).
final class Pictures {
  /// Longest picture; no format in use comes near it, and work grows with it.
  static final int LENGTH_MAX = 256;

  private Pictures() {}

  /// @throws Halt.Fault when the picture is too long
  static void requireLength(String picture) {
    if (picture.length() > LENGTH_MAX) {
      throw new Halt.Fault(
          "a picture has at most " + LENGTH_MAX + " characters and this one " + picture.length());
    }
  }

  /// The distance at which separators repeat when they stand at places 3, 6, 9 and so on; 0 when
  /// they stand otherwise.
  static int interval(List<Integer> places) {
    int interval = places.stream().reduce(0, Pictures::gcd);
    for (int multiple = 1; multiple <= places.size(); multiple++) {
      if (!places.contains(multiple * interval)) {
        return 0;
      }
    }
    return interval;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
