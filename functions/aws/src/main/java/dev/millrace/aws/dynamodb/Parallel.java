package dev.millrace.aws.dynamodb;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Does several requests at once, because each only waits.
final class Parallel {
  /// Requests at once; the JDK keeps as many connections open, and more would be made anew.
  private static final int AT_ONCE = 5;

  private Parallel() {}

  /// The results in the order of the inputs. All have ended when this returns or throws.
  static <A, B> List<B> map(List<A> inputs, Function<A, B> request) {
    if (inputs.size() <= 1) {
      return inputs.stream().map(request).toList();
    }
    var permits = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          inputs.stream().map(input -> threads.submit(call(request, input, permits))).toList();
      return calls.stream().map(Parallel::result).toList();
    }
  }

  private static <A, B> Callable<B> call(Function<A, B> request, A input, Semaphore permits) {
    return () -> {
      permits.acquire();
      try {
        return request.apply(input);
      } finally {
        permits.release();
      }
    };
  }

  private static <B> B result(Future<B> call) {
    try {
      return call.get();
    } catch (ExecutionException failed) {
      // As if it had been called on this thread.
      if (failed.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException("a request failed", failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during requests to DynamoDB", e);
    }
  }
}
