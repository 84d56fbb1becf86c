package dev.millrace.core.cron;

/// A stretch of time in a zone whose local times count in one way. Seconds since
/// 1970-01-01T00:00Z; local time is that plus the offset, in seconds.
sealed interface Span {
  /// Its first second.
  long start();

  /// The first second behind it.
  long end();

  /// East of Greenwich, in seconds.
  int offset();

  /// Each local time comes once, or for the first time.
  record Plain(long start, long end, int offset) implements Span {}

  /// Clocks went back at its start: each local time in it has been before.
  record Repeated(long start, long end, int offset, int offsetBefore) implements Span {}

  /// Clocks went forward at its start. It is as long as the gap, so that each of its seconds also
  /// stands for a local time that does not exist, read with the offset before.
  ///
  /// @param lostFrom first local second of days that do not exist at all
  /// @param lostTo the local second behind them; no such days when it is not greater
  record BehindGap(long start, long end, int offset, int offsetBefore, long lostFrom, long lostTo)
      implements Span {
    /// Whether a local second is of a day that does not exist.
    boolean isLost(long local) {
      return local >= lostFrom && local < lostTo;
    }
  }
}
