package dev.millrace.core.run;

import dev.millrace.core.Work;

/// Numbers for the jitter of retries, drawn from the run's seed: a decision that is made again
/// must come out the same.
final class Draw {
  private Draw() {}

  /// A number from 0 (inclusive) to 1 (exclusive), evenly spread over works and attempts.
  static double from(long seed, Work work, int attempt) {
    var bits = mix(seed ^ mix(work.toString().hashCode() * 0x9E3779B97F4A7C15L + attempt));
    return (bits >>> 11) * 0x1.0p-53;
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
  /// Generators, 2014).
  private static long mix(long value) {
    var z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
