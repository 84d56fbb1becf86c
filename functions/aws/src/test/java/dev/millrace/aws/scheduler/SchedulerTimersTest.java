package dev.millrace.aws.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.aws.TestClients;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.queue.Timers;
import dev.millrace.testkit.servers.LoopbackScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

class SchedulerTimersTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
  private static final RunId RUN = new RunId("orders@20261123T050000Z~eu");
  private static final TimerTarget TARGET =
      new TimerTarget(
          "millrace-prod",
          "arn:aws:iam::111122223333:role/timers",
          "arn:aws:sqs:eu-west-1:111122223333:dispatch",
          "arn:aws:sqs:eu-west-1:111122223333:dispatch-dead");

  private final LoopbackScheduler server = LoopbackScheduler.start();
  private final SchedulerClient client =
      TestClients.at(server.endpoint(), SchedulerClient.builder()).build();
  private final List<Duration> delays = new ArrayList<>();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void a_long_wait_is_a_schedule_that_sends_the_wake_and_deletes_itself() {
    var at = NOW.plus(Duration.ofHours(30));

    timers(TARGET).wake(RUN, at);

    assertThat(delays).isEmpty();
    assertThat(server.standing()).hasSize(1);
    var schedule = server.standing().getFirst();
    assertThat(schedule.group()).isEqualTo("millrace-prod");
    assertThat(schedule.name()).matches("orders\\.[0-9a-f]{32}");
    var request = schedule.request();
    assertThat(request.path("ActionAfterCompletion").asText()).isEqualTo("DELETE");
    assertThat(request.path("ScheduleExpression").asText()).isEqualTo("at(2026-11-24T11:59:00)");
    assertThat(request.path("ScheduleExpressionTimezone").asText()).isEqualTo("UTC");
    assertThat(request.at("/FlexibleTimeWindow/Mode").asText()).isEqualTo("OFF");
    assertThat(request.at("/Target/Arn").asText()).isEqualTo(TARGET.queueArn());
    assertThat(request.at("/Target/RoleArn").asText()).isEqualTo(TARGET.roleArn());
    assertThat(request.at("/Target/DeadLetterConfig/Arn").asText())
        .isEqualTo(TARGET.deadLetterArn());
    assertThat(MessageFormat.readDispatch(request.at("/Target/Input").asText()))
        .isEqualTo(new DispatchMessage.Wake(RUN, at));
    assertThat(server.fire(at)).hasSize(1);
    assertThat(server.standing()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T07:00:00Z, at(2026-11-23T06:59:00)",
    "2026-11-23T07:00:00.000001Z, at(2026-11-23T06:59:00)",
    "2026-11-23T07:00:59.999999Z, at(2026-11-23T06:59:00)",
    "2026-11-23T07:01:00Z, at(2026-11-23T07:00:00)",
    "2026-11-23T06:15:01Z, at(2026-11-23T06:14:00)",
    "2027-11-23T06:00:00Z, at(2027-11-23T05:59:00)",
  })
  void a_schedule_fires_up_to_two_minutes_early_so_that_it_is_never_late(
      Instant at, String expression) {
    timers(TARGET).wake(RUN, at);

    var schedule = server.standing().getFirst();
    assertThat(schedule.request().path("ScheduleExpression").asText()).isEqualTo(expression);
    var latest = schedule.at().plus(SchedulerTimers.PRECISION);
    assertThat(latest).isBeforeOrEqualTo(at);
    assertThat(Duration.between(schedule.at(), at)).isLessThanOrEqualTo(Timers.EARLY_MAX);
  }

  @ParameterizedTest
  @CsvSource({"PT-5S, PT0S", "PT0S, PT0S", "PT2.5S, PT2.5S", "PT15M, PT15M"})
  void a_wait_that_fits_the_delay_of_the_queue_needs_no_schedule(Duration wait, Duration delay) {
    timers(TARGET).wake(RUN, NOW.plus(wait));

    assertThat(delays).containsExactly(delay);
    assertThat(server.standing()).isEmpty();
  }

  @Test
  void the_same_wake_is_one_schedule_however_often_it_is_asked_for() {
    var at = NOW.plus(Duration.ofDays(1));

    timers(TARGET).wake(RUN, at);
    timers(TARGET).wake(RUN, at);

    assertThat(server.asked()).hasSize(2);
    assertThat(server.standing()).hasSize(1);
  }

  @Test
  void the_same_wake_of_a_stack_that_was_changed_meanwhile_leaves_the_first_one() {
    var at = NOW.plus(Duration.ofDays(1));
    timers(TARGET).wake(RUN, at);
    var changed =
        new TimerTarget(
            TARGET.group(),
            "arn:aws:iam::111122223333:role/other",
            TARGET.queueArn(),
            TARGET.deadLetterArn());

    timers(changed).wake(RUN, at);

    assertThat(server.standing())
        .extracting(each -> each.request().at("/Target/RoleArn").asText())
        .containsExactly(TARGET.roleArn());
  }

  @Test
  void other_runs_and_other_instants_have_schedules_of_their_own() {
    var at = NOW.plus(Duration.ofDays(1));
    timers(TARGET).wake(RUN, at);
    timers(TARGET).wake(RUN, at.plusNanos(1000));
    timers(TARGET).wake(new RunId("orders@20261123T050000Z~us"), at);

    assertThat(server.standing()).hasSize(3);
  }

  @Test
  void a_name_is_never_longer_than_scheduler_takes() {
    var longest = new RunId("o".repeat(80) + "@20261123T060000Z~" + "n".repeat(64));

    timers(TARGET).wake(longest, NOW.plus(Duration.ofDays(1)));

    assertThat(server.standing().getFirst().name())
        .matches("o{31}\\.[0-9a-f]{32}")
        .hasSize(SchedulerTimers.NAME_LENGTH_MAX);
  }

  @Test
  void what_scheduler_refuses_is_a_fault_that_brings_the_message_back() {
    var wrong = new TimerTarget("g", "no role", TARGET.queueArn(), TARGET.deadLetterArn());

    assertThatExceptionOfType(ValidationException.class)
        .isThrownBy(() -> timers(wrong).wake(RUN, NOW.plus(Duration.ofDays(1))));
    assertThat(server.standing()).isEmpty();
  }

  private Timers timers(TimerTarget target) {
    DispatchQueue queue =
        new DispatchQueue() {
          @Override
          public void send(Lane lane, List<? extends DispatchMessage> messages, Duration delay) {
            assertThat(lane).isEqualTo(Lane.SHORT);
            delays.add(delay);
          }

          @Override
          public Optional<Instant> oldest(Lane lane) {
            return Optional.empty();
          }
        };
    return new SchedulerTimers(client, target, queue, () -> NOW);
  }
}
