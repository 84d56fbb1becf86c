package dev.millrace.cli.embedded;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes Ctrl-C (SIGINT) something that happens instead of the end of the process. Java has no
/// public way to that: a shutdown hook learns of the first Ctrl-C only and cannot refuse it.
public final class Interrupts {
  private static final String INTERRUPT = "INT";

  private Interrupts() {}

  /// From now on the first Ctrl-C does the one thing, each later one the other. Both run on threads
  /// of their own. Where the JVM lends no signals, Ctrl-C ends the process as ever.
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
      var interrupt = signal.getConstructor(String.class).newInstance(INTERRUPT);
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // Not this JVM, or started with -Xrs: the default stays.
    }
  }
}
