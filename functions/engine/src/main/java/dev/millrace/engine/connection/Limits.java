package dev.millrace.engine.connection;

import java.util.OptionalInt;

/// How much of its place a connection may use, counted over all workers of a host.
///
/// @param perSecond exchanges that may begin in a second; empty: any number
/// @param concurrent exchanges that may be under way at the same time; empty: any number
public record Limits(OptionalInt perSecond, OptionalInt concurrent) {
  /// Most of either that a document may allow; more has no effect.
  public static final int MOST = 10_000;

  /// No limit.
  public static final Limits NONE = new Limits(OptionalInt.empty(), OptionalInt.empty());

  /// @throws IllegalArgumentException when a limit is not from 1 to [#MOST]
  public Limits {
    require(perSecond);
    require(concurrent);
  }

  private static void require(OptionalInt limit) {
    if (limit.isPresent() && (limit.getAsInt() < 1 || limit.getAsInt() > MOST)) {
      throw new IllegalArgumentException("a limit from 1 to " + MOST + ", not " + limit);
    }
  }
}
