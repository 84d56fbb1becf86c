package dev.millrace.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Does something on several threads that all begin at the same moment.
final class Together {
  private Together() {}

  /// The answers of `racers` calls, each on a virtual thread of its own, in the order of racers.
  static <T> List<T> race(int racers, IntFunction<T> call) {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Future<T>>(racers);
      for (var racer = 0; racer < racers; racer++) {
        var number = racer;
        calls.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.apply(number);
                }));
      }
      start.countDown();
      var answers = new ArrayList<T>(racers);
      for (var each : calls) {
        answers.add(each.get());
      }
      return answers;
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a racer failed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while racing", interrupted);
    }
  }
}
