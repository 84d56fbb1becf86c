package dev.millrace.testkit.follow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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

  /// The process ends here.
  static final class CrashException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CrashException(String where) {
      super(where);
    }
  }

  void crashWith(double chance) {
    this.chance = chance;
  }

  int crashes() {
    return crashes;
  }

  <T> T of(Class<T> port, T real) {
    var proxy =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (!OBJECTS.contains(method.getName())) {
                mayCrash("before " + method.getName());
              }
              Object answer = invoke(real, method, arguments);
              if (!OBJECTS.contains(method.getName())) {
                mayCrash("after " + method.getName());
              }
              return answer;
            });
    return port.cast(proxy);
  }

  private static @Nullable Object invoke(Object real, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void mayCrash(String where) {
    if (Thread.currentThread() == simulated && dice.nextDouble() < chance) {
      crashes++;
      throw new CrashException(where);
    }
  }
}
