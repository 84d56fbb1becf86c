package dev.millrace.integrations.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.ErrorName;
import dev.millrace.definition.ActionKind.Traits;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKindContract;
import dev.millrace.integrations.TestAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitKindTest extends TaskKindContract {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00.123456Z");

  @Override
  protected TaskKind kind() {
    return new WaitKind();
  }

  @Override
  protected List<String> right() {
    return List.of(
        "{\"for\": \"5m\"}",
        "{\"for\": \"0s\"}",
        "{\"for\": \"PT1H30M\"}",
        "{\"for\": \"${ input.minutes }m\"}",
        "{\"until\": \"2026-11-23T06:00:00Z\"}",
        "{\"until\": \"2026-11-23T07:00:00.5+01:00\"}",
        "{\"until\": \"${ run.nextTick }\"}");
  }

  @Override
  protected List<String> wrong() {
    return List.of(
        "{}",
        "\"5m\"",
        "{\"for\": 5}",
        "{\"for\": null}",
        "{\"for\": \"5 minutes\"}",
        "{\"for\": \"5m\", \"until\": \"2026-11-23T06:00:00Z\"}",
        "{\"until\": \"2026-11-23\"}",
        "{\"until\": \"2026-11-23T06:00:00\"}",
        "{\"until\": 1795413600}");
  }

  @Override
  protected List<String> wrongBeyondSchema() {
    return List.of("{\"for\": \"367d\"}", "{\"until\": \"2026-02-30T06:00:00Z\"}");
  }

  @Override
  protected List<String> runnable() {
    return List.of(
        "{\"for\": \"5m\"}", "{\"until\": \"2026-11-24T00:00:00Z\"}", "{\"for\": \"0s\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "for, 5m, 2026-11-23T06:05:00.123456Z",
    "for, 250ms, 2026-11-23T06:00:00.373456Z",
    "for, PT1H, 2026-11-23T07:00:00.123456Z",
    "until, 2026-11-24T00:00:00Z, 2026-11-24T00:00:00.000000Z",
    "until, 2026-11-24T01:00:00+01:00, 2026-11-24T00:00:00.000000Z",
  })
  void it_parks_until_its_time_has_come(String key, String value, String wakeAt) {
    var execution = execute("{\"" + key + "\": \"" + value + "\"}", START);

    assertThat(execution)
        .isEqualTo(
            new Execution.Parked(
                TestAttempt.json("{\"wakeAt\": \"" + wakeAt + "\"}"),
                Optional.of(Instant.parse(wakeAt))));
  }

  @ParameterizedTest
  @CsvSource({
    "for, 0s, 2026-11-23T06:00:00.123456Z",
    "until, 2026-11-23T06:00:00.123456Z, 2026-11-23T06:00:00.123456Z",
    "until, 1999-12-31T23:59:59Z, 1999-12-31T23:59:59.000000Z",
  })
  void a_wait_that_is_over_is_done_at_once(String key, String value, String waitedUntil) {
    var execution = execute("{\"" + key + "\": \"" + value + "\"}", START);

    assertThat(execution)
        .isEqualTo(
            new Execution.Done(TestAttempt.json("{\"waitedUntil\": \"" + waitedUntil + "\"}")));
  }

  @Test
  void the_end_is_fixed_when_the_wait_starts_and_is_the_result_however_late_it_is_resumed() {
    var parked = (Execution.Parked) execute("{\"for\": \"5m\"}", START);

    var resumed =
        new WaitKind()
            .resume(
                TestAttempt.with("{\"for\": \"5m\"}")
                    .resumedWith(parked.note())
                    .at(START.plus(Duration.ofHours(3))));

    assertThat(resumed)
        .isEqualTo(
            new Execution.Done(
                TestAttempt.json("{\"waitedUntil\": \"2026-11-23T06:05:00.123456Z\"}")));
  }

  @Test
  void a_timer_that_comes_early_sends_the_wait_back_unchanged() {
    var parked = (Execution.Parked) execute("{\"for\": \"5m\"}", START);

    var resumed =
        new WaitKind()
            .resume(
                TestAttempt.with("{\"for\": \"5m\"}")
                    .resumedWith(parked.note())
                    .at(START.plus(Duration.ofMinutes(5)).minusNanos(1_000)));

    assertThat(resumed).isEqualTo(parked);
  }

  @Test
  void an_instant_beyond_what_a_run_may_last_fails() {
    assertThat(execute("{\"until\": \"9999-01-01T00:00:00Z\"}", START))
        .isEqualTo(
            Execution.Failed.of(
                ErrorName.ARGUMENTS_INVALID,
                "\"until\" is 9999-01-01T00:00:00.000000Z, more than 366d away. Wait for an instant"
                    + " within the time that a run may last."));
  }

  @Test
  void it_parks_and_may_run_twice() {
    assertThat(kind().traits(TestAttempt.json("{\"for\": \"5m\"}")))
        .isEqualTo(new Traits(true, true));
  }

  private static Execution execute(String arguments, Instant now) {
    return new WaitKind().execute(TestAttempt.with(arguments).at(now));
  }
}
