package dev.millrace.testkit.sim;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How likely each fault is at each port call, and for how long there are any. Each fault is first
/// switched on or off for the whole seed, for all calls or for some, and then strikes by chance, so
/// that seeds differ in kind and not only in dice.
///
/// @param likely probabilities of the faults that are on
/// @param spared calls at which a fault does not strike
/// @param lasting faults stop so long after the start
record Faults(Map<Fault, Double> likely, Map<Fault, Set<PortCall>> spared, Duration lasting) {
  private static final List<PortCall> SELDOM_CALLED =
      List.of(
          PortCall.OUTPUT_PUT,
          PortCall.TOKEN_SEEN,
          PortCall.PAYLOAD_PUT,
          PortCall.PAYLOAD_GET,
          PortCall.DISPATCH_OLDEST,
          PortCall.TIMER_WAKE,
          PortCall.DEAD_REMOVE);

  /// No fault at all.
  static final Faults NONE = new Faults(Map.of(), Map.of(), Duration.ZERO);

  static Faults draw(Dice dice) {
    var likely = new EnumMap<Fault, Double>(Fault.class);
    var spared = new EnumMap<Fault, Set<PortCall>>(Fault.class);
    var isFaulty = dice.chance(0.85);
    for (var fault : Fault.values()) {
      var isOn = dice.chance(0.35) && isFaulty;
      var everywhere = dice.chance(0.6);
      var likelihood = often(fault) * Math.pow(10, -dice.fraction() * spread(fault));
      var rare = EnumSet.noneOf(PortCall.class);
      for (var call : PortCall.values()) {
        if (dice.chance(0.8) && !everywhere) {
          rare.add(call);
        }
      }
      // What few worlds call at all must be struck where it is called.
      rare.remove(dice.pick(SELDOM_CALLED));
      if (isOn) {
        // At few calls a fault must strike more often to be met at all.
        likely.put(fault, everywhere ? likelihood : Math.min(0.5, likelihood * 8));
        spared.put(fault, rare);
      }
    }
    return new Faults(likely, spared, dice.about(Duration.ofSeconds(10), Duration.ofMinutes(40)));
  }

  /// Over how many powers of ten a fault's probability is spread. A run has few wakes, so what
  /// befalls them must be likely to be met at all.
  private static double spread(Fault fault) {
    return switch (fault) {
      case WAKE_EARLY, WAKE_LATE, DELIVERED_TWICE -> 0.5;
      case CRASH_BEFORE,
          CRASH_AFTER,
          LOST_ANSWER,
          THROTTLED,
          THROTTLED_AFTER,
          SLOW,
          OUTLIVES_LEASE,
          DELIVERED_LATE,
          POISONED ->
          1.5;
    };
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
      case WAKE_EARLY, WAKE_LATE -> 0.9;
      case POISONED -> 0.2;
    };
  }

  /// How likely a fault is at a call.
  double of(Fault fault, PortCall call) {
    return spared.getOrDefault(fault, Set.of()).contains(call) ? 0 : of(fault);
  }

  /// How likely a fault is that strikes at no call.
  double of(Fault fault) {
    return likely.getOrDefault(fault, 0.0);
  }

  /// Whether nothing ever goes wrong.
  boolean areNone() {
    return likely.isEmpty();
  }

  /// How long ago an invocation may have read the clock when its write takes effect.
  Duration clockLag() {
    return likely.containsKey(Fault.SLOW) ? Duration.ofMinutes(4) : Duration.ofSeconds(1);
  }

  /// The same with only these.
  Faults only(Set<Fault> kept) {
    var rest = new EnumMap<Fault, Double>(Fault.class);
    for (var fault : kept) {
      if (likely.containsKey(fault)) {
        rest.put(fault, of(fault));
      }
    }
    return new Faults(rest, spared, lasting);
  }
}
