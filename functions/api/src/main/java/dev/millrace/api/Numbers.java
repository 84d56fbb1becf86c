package dev.millrace.api;

import java.util.Optional;

/// Numbers in texts.
final class Numbers {
  private static final int DIGITS_MAX = 9;

  private Numbers() {}

  /// A whole number of up to nine digits and nothing else.
  static Optional<Integer> whole(String text) {
    var plain =
        !text.isEmpty()
            && text.length() <= DIGITS_MAX
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }
}
