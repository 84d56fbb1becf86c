package dev.millrace.definition.expression.evaluation;

/// Random numbers that a seed settles (SplitMix64, written out so that no version of Java changes
/// them).
public final class Randomness {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /// A double holds 53 bits exactly.
  private static final int UNUSED_BITS = Long.SIZE - 53;

  private long state;

  Randomness(long seed) {
    this.state = seed;
  }

  /// At least 0 and less than 1.
  public double next() {
    state += GOLDEN_GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    mixed ^= mixed >>> 31;
    return (mixed >>> UNUSED_BITS) * 0x1p-53;
  }
}
