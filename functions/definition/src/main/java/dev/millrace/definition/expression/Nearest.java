package dev.millrace.definition.expression;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the known name that a mistyped one was probably meant to be.
public final class Nearest {
  private Nearest() {}

  /// The nearest candidate, if one is near: fewer than half of the letters differ, where two
  /// swapped neighbours count as one difference. Among equals the first in the alphabet.
  public static Optional<String> of(String name, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> isNear(name, candidate))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean isNear(String name, String candidate) {
    // Names of very different lengths cannot be near; not comparing them keeps long names cheap.
    int longest = Math.max(name.length(), candidate.length());
    int shortest = Math.min(name.length(), candidate.length());
    return 2 * (longest - shortest) < longest && 2 * distance(name, candidate) < longest;
  }

  /// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
  private static int distance(String from, String to) {
    var beforeLast = new int[to.length() + 1];
    var last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      var row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[to.length()];
  }
}
