package dev.millrace.testkit.servers;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/// The main class of a server's process. It runs another main class and halts as soon as its
/// standard input ends: the system closes that when the test JVM is gone, even after `kill -9`.
public final class EndsWithParent {
  private EndsWithParent() {}

  /// Runs the main class that the first argument names with the arguments behind it.
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread.ofPlatform().daemon().name("parent").start(EndsWithParent::haltAtEndOfInput);
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException failed) {
      failed.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void haltAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes; whatever comes means nothing.
      }
    } catch (IOException broken) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(0);
  }
}
