package dev.millrace.engine.schedule;

import dev.millrace.core.RunId;
import java.time.Duration;

/// How much later than its tick a run starts: evenly spread from zero to the jitter, in whole
/// seconds, and made of the run's id alone, so that whoever asks again gets the same.
final class TickDelay {
  private TickDelay() {}

  static Duration of(RunId run, Duration jitter) {
    if (jitter.isZero()) {
      return Duration.ZERO;
    }
    var spread = jitter.toSeconds() + 1;
    return Duration.ofSeconds(Long.remainderUnsigned(mix(run.text().hashCode()), spread));
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
  /// Generators, 2014), over its golden gamma.
  private static long mix(long value) {
    var z = value * 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
