package dev.millrace.testkit.sim;

import java.time.Duration;
import java.util.function.Supplier;

/// What every port call goes through: it gives way, takes its time, and may meet a fault.
final class Gate {
  private final World world;
  private final Dice dice;
  private final Faults faults;
  private final double eagerness;

  Gate(World world, Dice dice, Faults faults) {
    this.world = world;
    this.dice = dice;
    this.faults = faults;
    this.eagerness = dice.fraction();
  }

  /// Makes a call for the invocation that has the baton.
  <T> T pass(PortCall call, Supplier<T> effect) {
    var by = world.current();
    requireAlive(by);
    giveWay(by, call);
    requireAlive(by);
    if (strikes(Fault.CRASH_BEFORE, call, by)) {
      throw world.crash(by, "before " + call);
    }
    if (strikes(Fault.THROTTLED, call, by)) {
      throw new Throttled(call);
    }
    var answer = effect.get();
    if (call.isConditional() && strikes(Fault.LOST_ANSWER, call, by)) {
      answer = effect.get();
    }
    if (strikes(Fault.CRASH_AFTER, call, by)) {
      throw world.crash(by, "after " + call);
    }
    if (strikes(Fault.THROTTLED_AFTER, call, by)) {
      throw new Throttled(call);
    }
    return answer;
  }

  void pass(PortCall call, Runnable effect) {
    pass(
        call,
        () -> {
          effect.run();
          return Boolean.TRUE;
        });
  }

  /// How many of so many parts of a call take effect before it fails; all when it does not.
  int parts(int all, PortCall call) {
    var by = world.current();
    return all > 1 && strikes(Fault.THROTTLED_AFTER, call, by) ? dice.between(0, all - 1) : all;
  }

  /// Whether a fault strikes at a call; noted for the coverage.
  boolean strikes(Fault fault, PortCall call, Call by) {
    if (!world.faultsLast() || by.isSpared() || !dice.chance(faults.of(fault, call))) {
      return false;
    }
    world.coverage().saw(fault, call);
    world.note(() -> by + " " + fault + " at " + call);
    return true;
  }

  /// Whether a fault strikes outside of any call.
  boolean strikes(Fault fault) {
    var strikes = world.faultsLast() && dice.chance(faults.of(fault));
    if (strikes) {
      world.coverage().saw(fault);
    }
    return strikes;
  }

  private void requireAlive(Call by) {
    if (by.isDead()) {
      throw new Crash();
    }
  }

  private void giveWay(Call by, PortCall call) {
    var slow = strikes(Fault.SLOW, call, by);
    if (slow || !dice.chance(eagerness)) {
      world.sleep(by, world.now().plus(slow ? slowness() : latency()));
    }
  }

  private Duration latency() {
    return dice.chance(0.3) ? Duration.ZERO : Duration.ofMillis(dice.between(1, 20));
  }

  private Duration slowness() {
    return dice.about(Duration.ofMillis(200), Duration.ofSeconds(100));
  }
}
