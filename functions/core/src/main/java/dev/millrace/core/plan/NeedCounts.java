package dev.millrace.core.plan;

/// How the needs of one task have ended so far. Packed in a `long` inside a run's state: four
/// counters of 14 bits, which hold the largest number of needs (10,000).
///
/// @param needs all needs of the task
public record NeedCounts(int needs, int succeeded, int failed, int upstreamFailed, int skipped) {
  /// Bits of one packed counter.
  private static final int WIDTH = 14;

  private static final long MASK = (1L << WIDTH) - 1;

  /// What to add to a packed count when one more need has ended as that.
  public static final long ONE_SUCCEEDED = 1L;

  /// See [#ONE_SUCCEEDED].
  public static final long ONE_FAILED = 1L << WIDTH;

  /// See [#ONE_SUCCEEDED].
  public static final long ONE_UPSTREAM_FAILED = 1L << (2 * WIDTH);

  /// See [#ONE_SUCCEEDED].
  public static final long ONE_SKIPPED = 1L << (3 * WIDTH);

  /// Unpacks the counters of a task with that many needs.
  public static NeedCounts unpack(int needs, long packed) {
    return new NeedCounts(
        needs,
        (int) (packed & MASK),
        (int) (packed >>> WIDTH & MASK),
        (int) (packed >>> (2 * WIDTH) & MASK),
        (int) (packed >>> (3 * WIDTH) & MASK));
  }

  /// Needs that have not ended.
  public int open() {
    return needs - succeeded - failed - upstreamFailed - skipped;
  }

  /// Needs that failed in any way.
  public int anyFailed() {
    return failed + upstreamFailed;
  }

  boolean allEnded() {
    return open() == 0;
  }
}
