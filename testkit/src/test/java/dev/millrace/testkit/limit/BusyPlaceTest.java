package dev.millrace.testkit.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.limit.Limits;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.limit.Permits.Taking;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryEntryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Eight workers, each with requests that all want to go out at once, and the place that they go
/// to.
class BusyPlaceTest {
  private static final int WORKERS = 8;
  private static final int REQUESTS = 25;
  private static final int PER_SECOND = 100;
  private static final int CONCURRENT = 5;
  private static final Limits LIMITS =
      new Limits(OptionalInt.of(PER_SECOND), OptionalInt.of(CONCURRENT));

  private final InMemoryEntryStore entries = new InMemoryEntryStore();
  private final CountedIds ids = new CountedIds();
  private final AtomicInteger present = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final ConcurrentLinkedQueue<Instant> arrivals = new ConcurrentLinkedQueue<>();

  @Test
  void neither_limit_is_ever_exceeded_and_everybody_gets_a_turn() throws Exception {
    var outcomes = new ArrayList<Future<Boolean>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var worker = 0; worker < WORKERS; worker++) {
        var permits = new Permits(entries, Instant::now, ids, 0);
        for (var request = 0; request < REQUESTS; request++) {
          outcomes.add(threads.submit(() -> isSent(permits)));
        }
      }
    }

    for (var outcome : outcomes) {
      assertThat(outcome.get()).isTrue();
    }
    assertThat(most).hasValue(CONCURRENT);
    var sorted = arrivals.stream().sorted().toList();
    for (var first = 0; first + PER_SECOND < sorted.size(); first++) {
      assertThat(Duration.between(sorted.get(first), sorted.get(first + PER_SECOND)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  private boolean isSent(Permits permits) throws InterruptedException {
    var taking = permits.take("shop", LIMITS, Duration.ofMinutes(1), Instant.now().plusSeconds(60));
    return switch (taking) {
      case Taking.Taken(var permit) -> {
        try (permit) {
          most.accumulateAndGet(present.incrementAndGet(), Math::max);
          arrivals.add(Instant.now());
          // Only an answer tells for sure that the place has seen the request, so that this holds
          // on however slow a machine.
          permit.answered();
          LockSupport.parkNanos(1_000_000);
          present.decrementAndGet();
        }
        yield true;
      }
      case Taking.Busy _ -> false;
    };
  }
}
