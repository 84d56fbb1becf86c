package dev.millrace.testkit.sim;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// How likely each fault is, and for how long there are any. Each is first switched on or off for
/// the whole seed and then strikes by chance, so that seeds differ in kind and not only in dice.
///
/// @param lasting faults stop so long after the start
record Faults(Map<Fault, Double> probabilities, Duration lasting) {
  Faults {
    probabilities = Map.copyOf(probabilities);
  }

  /// No fault at all.
  static final Faults NONE = new Faults(Map.of(), Duration.ZERO);

  static Faults draw(Dice dice) {
    var drawn = new EnumMap<Fault, Double>(Fault.class);
    var faulty = dice.chance(0.85);
    for (var fault : Fault.values()) {
      var isOn = dice.chance(0.35);
      var often = often(fault) * Math.pow(10, -dice.fraction() * 1.5);
      if (faulty && isOn) {
        drawn.put(fault, often);
      }
    }
    return new Faults(drawn, dice.about(Duration.ofSeconds(10), Duration.ofMinutes(40)));
  }

  /// The probability at most, a call or a message.
  private static double often(Fault fault) {
    return switch (fault) {
      case CRASH_BEFORE, CRASH_AFTER -> 0.10;
      case LOST_ANSWER -> 0.30;
      case THROTTLED, THROTTLED_AFTER -> 0.10;
      case SLOW -> 0.05;
      case OUTLIVES_LEASE -> 0.5;
      case DELIVERED_TWICE, DELIVERED_LATE -> 0.5;
      case WAKE_EARLY, WAKE_LATE -> 0.5;
      case POISONED -> 0.2;
    };
  }

  /// How long ago an invocation may have read the clock when its write takes effect.
  Duration clockLag() {
    return probabilities.containsKey(Fault.SLOW) ? Duration.ofMinutes(4) : Duration.ofSeconds(1);
  }

  double of(Fault fault) {
    return probabilities.getOrDefault(fault, 0.0);
  }

  /// The same with only these.
  Faults only(Set<Fault> kept) {
    var rest = new EnumMap<Fault, Double>(Fault.class);
    probabilities.forEach(
        (fault, probability) -> {
          if (kept.contains(fault)) {
            rest.put(fault, probability);
          }
        });
    return new Faults(rest, lasting);
  }
}
