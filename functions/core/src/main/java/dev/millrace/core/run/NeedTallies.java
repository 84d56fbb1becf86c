package dev.millrace.core.run;

import java.util.BitSet;

/// How the needs of each task have ended, packed as [dev.millrace.core.plan.NeedCounts] says.
/// Shared in chunks like [StateLetters].
final class NeedTallies {
  private static final int CHUNK = StateLetters.CHUNK;

  private final long[][] chunks;
  private final BitSet own = new BitSet();

  private NeedTallies(long[][] chunks) {
    this.chunks = chunks;
  }

  /// Of tasks of which no need has ended; may be changed.
  static NeedTallies none(int size) {
    var tallies = new NeedTallies(new long[(size + CHUNK - 1) / CHUNK][CHUNK]);
    tallies.own.set(0, tallies.chunks.length);
    return tallies;
  }

  /// A copy that whoever made it may change until a state holds it.
  NeedTallies copy() {
    return new NeedTallies(chunks.clone());
  }

  long of(int task) {
    return chunks[task / CHUNK][task % CHUNK];
  }

  /// Counts an end; only on what no state holds yet.
  void add(int task, long packed) {
    var chunk = task / CHUNK;
    if (!own.get(chunk)) {
      chunks[chunk] = chunks[chunk].clone();
      own.set(chunk);
    }
    chunks[chunk][task % CHUNK] += packed;
  }
}
