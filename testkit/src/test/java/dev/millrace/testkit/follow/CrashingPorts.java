package dev.millrace.testkit.follow;

import dev.millrace.testkit.host.Crash;
import dev.millrace.testkit.proxy.PortProxy;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets the process end before or after any call of a port, as a seed has it: what was done stays,
/// what was to come does not. Only calls of the one thread that simulates end so.
final class CrashingPorts {
  /// Calls that change nothing, after which an end is the same as one before the next call.
  private static final Set<String> OBJECTS = Set.of("toString", "hashCode", "equals");

  private final Random dice;
  private final Thread simulated = Thread.currentThread();
  private double chance;
  private int crashes;

  CrashingPorts(Random dice) {
    this.dice = dice;
  }

  void crashWith(double chance) {
    this.chance = chance;
  }

  int crashes() {
    return crashes;
  }

  <T> T of(Class<T> port, T real) {
    return PortProxy.of(port, real, this::answer);
  }

  private @Nullable Object answer(PortProxy.Call call) {
    if (OBJECTS.contains(call.name())) {
      return call.proceed();
    }
    mayCrash("before " + call.name());
    var answer = call.proceed();
    mayCrash("after " + call.name());
    return answer;
  }

  private void mayCrash(String where) {
    if (Thread.currentThread() == simulated && dice.nextDouble() < chance) {
      crashes++;
      throw new Crash(where);
    }
  }
}
