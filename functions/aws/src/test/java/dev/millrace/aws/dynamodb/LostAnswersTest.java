package dev.millrace.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.aws.AwsClients;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Lease;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/// What a call answers when its write took effect, no answer came, and the SDK sent it again.
@ExtendWith(TestServers.class)
class LostAnswersTest {
  private static final TaskName PAY = new TaskName("pay");

  private final NextAnswer next = new NextAnswer();
  private Stores stores;
  private DynamoRunStore runs;

  /// Does something to the answers or requests that come next.
  private static final class NextAnswer implements ExecutionInterceptor {
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger throttled = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      sent.incrementAndGet();
      if (throttled.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw Faults.throttle();
      }
    }

    @Override
    public void afterTransmission(
        Context.AfterTransmission context, ExecutionAttributes attributes) {
      if (lost.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw SdkClientException.create("connection reset", new IOException("connection reset"));
      }
    }
  }

  @BeforeEach
  void open(DynamoDbLocal server) {
    stores = new Stores(server, next);
    runs = stores.runs();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void a_run_was_created() {
    next.lost.set(2);
    assertThat(runs.create(Runs.run("w", 1), Runs.INPUT))
        .isEqualTo(new RunStore.Creation.Created());
  }

  @Test
  void a_run_with_an_input_of_its_own_was_created() {
    next.lost.set(2);
    assertThat(runs.create(Runs.run("w", 1), new Payload.Reference("run/x/input", 70_000)))
        .isEqualTo(new RunStore.Creation.Created());
  }

  @Test
  void run_was_written() {
    var record = Runs.run("w", 1);
    runs.create(record, Runs.INPUT);

    next.lost.set(1);

    assertThat(runs.put(Runs.checkedAt(record, Stores.NOW)))
        .isEqualTo(new RunStore.Writing.Stored());
  }

  @Test
  void a_claim_was_made() {
    var lease = new Lease("i-1", Stores.NOW, 0);
    next.lost.set(1);
    assertThat(runs.claim(new Claim(Runs.RUN, new AssignmentId(1, 0), "m-1", lease)))
        .isEqualTo(new RunStore.Claiming.Claimed());
  }

  /// Refused, it would have the engine cancel the job that the attempt waits for.
  @Test
  void a_parking_was_recorded() {
    runs.create(Runs.run("w", 1), Runs.INPUT);
    next.lost.set(1);

    var answer = runs.record(Runs.RUN, List.of(Runs.record(PAY, OptionalInt.empty(), 1, parked())));

    assertThat(answer).containsExactly(new RunStore.Recording.Stored());
  }

  @Test
  void an_equal_record_of_an_earlier_call_is_told_from_ones_own() {
    runs.create(Runs.run("w", 1), Runs.INPUT);
    var record = Runs.record(PAY, OptionalInt.empty(), 1, parked());
    runs.record(Runs.RUN, List.of(record));
    next.throttled.set(2);

    assertThat(runs.record(Runs.RUN, List.of(record)))
        .containsExactly(new RunStore.Recording.Refused(record));
  }

  @Test
  void a_run_was_removed() {
    runs.create(Runs.run("w", 1), Runs.INPUT);
    next.lost.set(1);

    assertThat(runs.remove(Runs.RUN)).isTrue();
    assertThat(runs.remove(Runs.RUN)).isFalse();
  }

  @Test
  void a_throttle_that_never_ends_is_given_up_after_so_many_requests() {
    next.throttled.set(Integer.MAX_VALUE);

    assertThatThrownBy(() -> runs.load(Runs.RUN))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    assertThat(next.sent).hasValue(AwsClients.ATTEMPTS_MAX);
  }

  @Test
  void an_answer_that_does_not_come_in_time_is_asked_for_again(DynamoDbLocal server) {
    var hanging = new HangingOnce();
    try (var impatient = Stores.impatient(server, hanging)) {
      var store = impatient.runs();
      store.create(Runs.run("w", 1), Runs.INPUT);
      hanging.isOn = true;

      assertThat(store.load(Runs.RUN)).contains(Runs.run("w", 1));
      assertThat(hanging.interrupted).isTrue();
    }
  }

  /// Keeps the first answer back until the SDK loses patience.
  private static final class HangingOnce implements ExecutionInterceptor {
    private volatile boolean isOn;
    private volatile boolean interrupted;

    @Override
    public void afterTransmission(
        Context.AfterTransmission context, ExecutionAttributes attributes) {
      if (!isOn) {
        return;
      }
      isOn = false;
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException patienceIsOver) {
        interrupted = true;
        Thread.currentThread().interrupt();
      }
    }
  }

  private static TaskRecord.Content parked() {
    return new TaskRecord.Content.Parked(
        JsonNodeFactory.instance.objectNode().put("job", "j-1"),
        Optional.of(Stores.NOW),
        Optional.empty(),
        Optional.empty());
  }
}
