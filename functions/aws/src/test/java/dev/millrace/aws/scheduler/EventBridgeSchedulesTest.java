package dev.millrace.aws.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.aws.TestClients;
import dev.millrace.core.DagName;
import dev.millrace.core.cron.Gap;
import dev.millrace.core.cron.Repeat;
import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Timing;
import dev.millrace.core.schedule.Catchup;
import dev.millrace.core.schedule.Overlap;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;
import dev.millrace.testkit.servers.LoopbackScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.scheduler.SchedulerClient;

class EventBridgeSchedulesTest {
  private static final DagName DAG = new DagName("daily_orders");
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
  private static final TickTarget TARGET =
      new TickTarget(
          "millrace-prod",
          "arn:aws:iam::111122223333:role/scheduler",
          "arn:aws:lambda:eu-west-1:111122223333:function:millrace-start:live",
          "arn:aws:sqs:eu-west-1:111122223333:start-dead");

  private final LoopbackScheduler server = LoopbackScheduler.start();
  private final SchedulerClient client =
      TestClients.at(server.endpoint(), SchedulerClient.builder()).build();
  private final EventBridgeSchedules schedules =
      new EventBridgeSchedules(client, TARGET, () -> NOW);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void a_schedule_calls_the_function_with_the_instant_that_eventbridge_puts_in() {
    schedules.keep(DAG, List.of(schedule("", "0 6 * * MON-FRI", "Europe/Madrid")), List.of());

    var request = server.standing().getFirst().request();
    assertThat(server.standing().getFirst().group()).isEqualTo("millrace-prod");
    assertThat(server.standing().getFirst().name())
        .matches("daily_orders\\.[0-9a-f]{16}\\.[0-9a-f]{12}");
    assertThat(request.path("ScheduleExpression").asText()).isEqualTo("cron(0 6 ? * 2,3,4,5,6 *)");
    assertThat(request.path("ScheduleExpressionTimezone").asText()).isEqualTo("Europe/Madrid");
    assertThat(request.path("ActionAfterCompletion").asText()).isEqualTo("NONE");
    assertThat(request.at("/Target/Arn").asText()).isEqualTo(TARGET.functionArn());
    assertThat(request.at("/Target/DeadLetterConfig/Arn").asText())
        .isEqualTo(TARGET.deadLetterArn());
    assertThat(request.at("/Target/RetryPolicy/MaximumEventAgeInSeconds").asInt()).isEqualTo(60);
    assertThat(request.at("/Target/Input").asText())
        .isEqualTo(
            "{\"dag\":\"daily_orders\",\"schedule\":\"\",\"tick\":\"<aws.scheduler.scheduled-time>\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15 * * * *|cron(0,15,30,45 * * * ? *)",
        "0 9-17 * * *|cron(0 9-17 * * ? *)",
        "30 6 1,15 * *|cron(30 6 1,15 * ? *)",
        "0 2 L * *|cron(0 2 L * ? *)",
        "0 9 15W * *|cron(0 9 15W * ? *)",
        "0 9 * * FRI#2|cron(0 9 ? * 6#2 *)",
        "0 9 * * SUNL|cron(0 9 ? * 1L *)",
        "rate(5 minutes)|cron(0/5 * * * ? *)",
        "rate(6 hours)|cron(0 0/6 * * ? *)",
        "rate(1 day)|cron(0 0 * * ? *)"
      })
  void what_eventbridge_can_say_is_said(String expression, String said) {
    assertThat(EventBridgeExpression.of(schedule("", expression, "UTC")))
        .map(EventBridgeExpression::expression)
        .contains(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 13 * FRI",
        "0 0 */2 * MON",
        "0 2 L-3 * *",
        "0 18 LW * *",
        "0 0 1,L * *",
        "rate(7 minutes)",
        "rate(90 minutes)",
        "at(2026-12-01T09:00:00)"
      })
  void what_it_cannot_is_planned_tick_by_tick(String expression) {
    var schedule = schedule("", expression, "UTC");
    schedules.keep(DAG, List.of(schedule), List.of());
    assertThat(server.standing()).isEmpty();

    var tick = Instant.parse("2026-12-01T09:00:00Z");
    schedules.wake(DAG, schedule, tick, tick);
    schedules.wake(DAG, schedule, tick, tick);

    assertThat(server.standing()).hasSize(1);
    var request = server.standing().getFirst().request();
    assertThat(request.path("ScheduleExpression").asText()).isEqualTo("at(2026-12-01T09:00:00)");
    assertThat(request.at("/Target/Input").asText()).contains("\"tick\":\"2026-12-01T09:00:00Z\"");
    assertThat(server.fire(tick)).hasSize(1);
    assertThat(server.standing()).isEmpty();
  }

  @Test
  void clocks_that_change_are_planned_where_eventbridge_would_skip() {
    var timing =
        new Timing(
            ZoneId.of("Europe/Madrid"),
            Gap.SHIFT,
            Repeat.FIRST,
            Optional.empty(),
            Optional.empty());
    assertThat(EventBridgeExpression.of(schedule("", "30 2 * * *", timing, Duration.ZERO)))
        .isEmpty();
    assertThat(EventBridgeExpression.of(schedule("", "30 2 * * *", "Europe/Madrid"))).isPresent();
  }

  @Test
  void a_standing_schedule_needs_no_wake_but_one_that_is_overdue() {
    var schedule = schedule("", "0 6 * * *", "UTC");
    schedules.keep(DAG, List.of(schedule), List.of());
    var tick = Instant.parse("2026-11-24T06:00:00Z");

    schedules.wake(DAG, schedule, tick, tick);
    assertThat(server.standing()).hasSize(1);

    schedules.wake(DAG, schedule, NOW, NOW);
    assertThat(server.standing().getLast().request().path("ScheduleExpression").asText())
        .isEqualTo("at(2026-11-23T06:00:10)");
  }

  @Test
  void a_change_replaces_what_stands_and_what_ends_is_deleted() {
    var nightly = schedule("nightly", "0 2 * * *", "UTC");
    var hourly = schedule("hourly", "0 * * * *", "UTC");
    schedules.keep(DAG, List.of(nightly, hourly), List.of());
    assertThat(server.standing()).hasSize(2);

    schedules.keep(DAG, List.of(schedule("nightly", "0 3 * * *", "UTC")), List.of("hourly"));
    schedules.keep(DAG, List.of(schedule("nightly", "0 3 * * *", "UTC")), List.of("hourly"));
    assertThat(server.standing())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.request().path("ScheduleExpression").asText())
                    .isEqualTo("cron(0 3 * * ? *)"));

    schedules.keep(DAG, List.of(), List.of("hourly", "nightly"));
    assertThat(server.standing()).isEmpty();
  }

  private static Schedule schedule(String name, String expression, String zone) {
    return schedule(name, expression, Timing.of(ZoneId.of(zone)), Duration.ZERO);
  }

  private static Schedule schedule(String name, String expression, Timing timing, Duration jitter) {
    var parsed = (ScheduleExpression.Parsed.Right) ScheduleExpression.parse(expression);
    return new Schedule(
        name.isEmpty() ? Optional.empty() : Optional.of(new ScheduleName(name)),
        parsed.expression(),
        timing,
        new Catchup.None(),
        Overlap.SKIP,
        jitter,
        Schedule.Activity.ACTIVE);
  }
}
