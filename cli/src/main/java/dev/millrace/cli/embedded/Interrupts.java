package dev.millrace.cli.embedded;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes Ctrl-C (SIGINT) and the wish that the process ends (SIGTERM) something that happens
/// instead of its end. Java has no public way to that: a shutdown hook learns of the first signal
/// only and cannot refuse it.
public final class Interrupts {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private Interrupts() {}

  /// From now on the first signal does the one thing, each later one the other. Both run on threads
  /// of their own. Where the JVM lends no signals, each ends the process as ever.
  public static void handle(Runnable first, Runnable later) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var times = new AtomicInteger();
      var proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                if (!method.getName().equals("handle")) {
                  throw new UnsupportedOperationException(method.getName()); // nobody asks
                }
                (times.getAndIncrement() == 0 ? first : later).run();
                return null;
              });
      var handle = signal.getMethod("handle", signal, handler);
      for (var name : SIGNALS) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // Not this JVM, or started with -Xrs: the default stays.
    }
  }
}
