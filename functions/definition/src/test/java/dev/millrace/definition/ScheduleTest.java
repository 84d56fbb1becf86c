package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.cron.Cron;
import dev.millrace.core.cron.Gap;
import dev.millrace.core.cron.Rate;
import dev.millrace.core.cron.Repeat;
import dev.millrace.core.cron.Timing;
import dev.millrace.core.schedule.Catchup;
import dev.millrace.core.schedule.Overlap;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static ScheduleDefinition only(String schedule) {
    var definition =
        TestKinds.accepted("dag: a\nschedule: " + schedule + "\ntasks: {a: {pass: 1}}\n");
    assertThat(definition.schedules()).hasSize(1);
    return definition.schedules().getFirst();
  }

  @Test
  void a_dag_without_the_key_has_no_schedule() {
    assertThat(TestKinds.accepted("dag: a\ntasks: {a: {pass: 1}}\n").schedules()).isEmpty();
  }

  @Test
  void what_is_not_said_is_as_the_language_says() {
    var read = only("{cron: \"0 6 * * *\"}");
    var schedule = read.schedule();
    assertThat(schedule.name()).isEmpty();
    assertThat(schedule.expression()).isInstanceOf(Cron.class);
    assertThat(schedule.timing()).isEqualTo(Timing.of(ZoneId.of("UTC")));
    assertThat(schedule.catchup()).isEqualTo(new Catchup.None());
    assertThat(schedule.overlap()).isEqualTo(Overlap.SKIP);
    assertThat(schedule.jitter()).isZero();
    assertThat(schedule.activity()).isEqualTo(Schedule.Activity.ACTIVE);
    assertThat(read.input()).isEqualTo(JsonNodeFactory.instance.objectNode());
  }

  @Test
  void every_key_is_read() {
    var text = TestKinds.text(Path.of("src/test/golden/accepted/every-key.yaml"));
    var schedules = TestKinds.accepted(text).schedules();
    assertThat(schedules).hasSize(5);
    var nightly = schedules.getFirst();
    assertThat(nightly.schedule().name()).contains(new ScheduleName("nightly"));
    assertThat(nightly.schedule().timing())
        .isEqualTo(
            new Timing(
                ZoneId.of("Europe/Madrid"),
                Gap.SHIFT,
                Repeat.BOTH,
                Optional.of(Instant.parse("2025-12-31T23:00:00Z")),
                Optional.of(Instant.parse("2029-12-31T23:00:00Z"))));
    assertThat(nightly.schedule().catchup()).isEqualTo(new Catchup.All(10));
    assertThat(nightly.schedule().overlap()).isEqualTo(Overlap.QUEUE_ALL);
    assertThat(nightly.schedule().jitter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(nightly.schedule().activity()).isEqualTo(Schedule.Activity.PAUSED);
    assertThat(nightly.input().path("x").asText()).isEqualTo("a");
    assertThat(nightly.schedule().ticks().after(Instant.parse("2026-01-01T00:00:00Z")))
        .contains(Instant.parse("2026-01-31T01:00:00Z"));
    assertThat(schedules.stream().map(each -> each.schedule().overlap()))
        .containsExactly(
            Overlap.QUEUE_ALL, Overlap.ALLOW, Overlap.CANCEL, Overlap.QUEUE, Overlap.SKIP);
  }

  @Test
  void catchup_of_all_is_bounded_when_nobody_says() {
    assertThat(only("{cron: \"0 6 * * *\", catchup: all}").schedule().catchup())
        .isEqualTo(new Catchup.All(100));
  }

  @Test
  void defaults_of_params_are_filled_into_the_input() {
    var definition =
        TestKinds.accepted(
            """
            dag: a
            params: {type: object, properties: {count: {type: integer, default: 7}}}
            schedule: {cron: "0 6 * * *"}
            tasks: {a: {pass: 1}}
            """);
    assertThat(definition.schedules().getFirst().input().path("count").asInt()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"5 minutes", "rate(5 minutes)", "5m", "PT5M", "300s"})
  void a_rate_may_be_a_duration(String rate) {
    assertThat(only("{rate: " + rate + "}").schedule().expression())
        .isEqualTo(new Rate(Duration.ofMinutes(5)));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01, 2025-12-31T23:00:00Z",
    "2026-07-01T06:00, 2026-07-01T04:00:00Z",
    "2026-07-01T06:00:00, 2026-07-01T04:00:00Z",
    "2026-07-01T06:00:00Z, 2026-07-01T06:00:00Z",
    "2026-07-01T06:00:00-05:00, 2026-07-01T11:00:00Z",
  })
  void a_bound_is_a_date_a_local_time_or_an_instant(String start, Instant instant) {
    var schedule =
        only("{cron: \"0 6 * * *\", timezone: Europe/Madrid, start: \"" + start + "\"}").schedule();
    assertThat(schedule.timing().start()).contains(instant);
  }
}
