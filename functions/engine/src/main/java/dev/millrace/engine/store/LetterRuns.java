package dev.millrace.engine.store;

import dev.millrace.core.run.StateLetters;
import dev.millrace.engine.text.Packed;
import dev.millrace.engine.text.StoredTextException;

/// State letters as text: a letter and how often it stands there in a row (`S120dw9`), which a
/// person can read; packed where that is still long.
final class LetterRuns {
  /// The most letters that are read: above any number of tasks or instances.
  private static final int LETTERS_MAX = 1 << 20;

  private LetterRuns() {}

  static String of(StateLetters letters) {
    var runs = new StringBuilder();
    letters.forEachRow(
        (letter, count) -> {
          runs.append(letter);
          if (count > 1) {
            runs.append(count);
          }
        });
    return Packed.pack(runs.toString());
  }

  static String letters(String text) {
    var runs = Packed.unpack(text);
    var letters = new StringBuilder();
    for (var at = 0; at < runs.length(); ) {
      var letter = runs.charAt(at++);
      var count = 0;
      while (at < runs.length() && runs.charAt(at) >= '0' && runs.charAt(at) <= '9') {
        count = count * 10 + runs.charAt(at++) - '0';
        if (count > LETTERS_MAX) {
          throw new StoredTextException("too many states in a row: " + count);
        }
      }
      letters.repeat(letter, Math.max(count, 1));
    }
    return letters.toString();
  }
}
