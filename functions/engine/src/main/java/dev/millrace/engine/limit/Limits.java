package dev.millrace.engine.limit;

import java.util.OptionalInt;

/// How much of a place outside all workers together may use.
///
/// @param perSecond most requests that it sees within any second
/// @param concurrent most requests that it sees at the same time
public record Limits(OptionalInt perSecond, OptionalInt concurrent) {
  /// The highest limit of either kind.
  public static final int MAX = 10_000;

  /// No limit at all.
  public static final Limits NONE = new Limits(OptionalInt.empty(), OptionalInt.empty());

  /// @throws IllegalArgumentException when a limit is not from 1 to [#MAX]
  public Limits {
    require(perSecond);
    require(concurrent);
  }

  private static void require(OptionalInt limit) {
    if (limit.isPresent() && (limit.getAsInt() < 1 || limit.getAsInt() > MAX)) {
      throw new IllegalArgumentException("a limit of " + limit.getAsInt());
    }
  }

  /// Whether there is nothing to hold.
  public boolean areNone() {
    return perSecond.isEmpty() && concurrent.isEmpty();
  }

  OptionalInt of(Unit unit) {
    return switch (unit) {
      case SLOT -> concurrent;
      case TURN -> perSecond;
    };
  }
}
