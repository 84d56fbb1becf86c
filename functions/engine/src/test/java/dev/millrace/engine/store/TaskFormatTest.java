package dev.millrace.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskName;
import dev.millrace.engine.text.Generated;
import dev.millrace.engine.text.Golden;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskFormatTest {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00.123456Z");

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_record_of_any_shape_is_read_as_it_was_written(long seed) {
    var record = generated(new Generated(seed));

    assertThat(TaskFormat.read(TaskFormat.write(record))).isEqualTo(record);
  }

  @Test
  void a_record_is_written_as_the_golden_file_says() {
    Golden.assertMatches("task.json", TaskFormat.write(example()));
  }

  @Test
  void a_record_that_was_stored_once_stays_readable() {
    assertThat(TaskFormat.read(Golden.read("task.json"))).isEqualTo(example());
  }

  @Test
  void fields_that_are_not_known_are_passed_over() {
    var more = TaskFormat.write(example()).replace("\"worker\"", "\"later\":{\"a\":1},\"worker\"");

    assertThat(TaskFormat.read(more)).isEqualTo(example());
  }

  @Test
  void a_newer_format_is_refused() {
    var newer = TaskFormat.write(example()).replace("\"format\":1", "\"format\":2");

    assertThatExceptionOfType(StoredTextException.class)
        .isThrownBy(() -> TaskFormat.read(newer))
        .withMessageContaining("format 2");
  }

  @Test
  void text_without_what_a_record_needs_is_refused() {
    for (var damaged :
        List.of("", "[]", "{}", TaskFormat.write(example()).replace("FAILED", "FELL"))) {
      assertThatExceptionOfType(StoredTextException.class)
          .as(damaged)
          .isThrownBy(() -> TaskFormat.read(damaged));
    }
  }

  private static TaskRecord generated(Generated generated) {
    return new TaskRecord(
        new TaskName("task" + generated.below(9)),
        generated.maybe(() -> generated.below(50)).map(OptionalInt::of).orElse(OptionalInt.empty()),
        1 + generated.below(9),
        generated.below(3),
        content(generated),
        generated.instant(),
        generated.instant(),
        generated.instant(),
        generated.text(),
        generated.list(
            3,
            () ->
                new TaskRecord.Earlier(
                    1 + generated.below(9),
                    generated.instant(),
                    generated.instant(),
                    generated.error())));
  }

  private static TaskRecord.Content content(Generated generated) {
    var json = JsonText.read("{\"a\":[1.5,null,\"x\"]}");
    return switch (generated.below(5)) {
      case 0 -> new TaskRecord.Content.Succeeded(new Payload.Inline(json));
      case 1 -> new TaskRecord.Content.Succeeded(new Payload.Inline(JsonText.read("null")));
      case 2 -> new TaskRecord.Content.Succeeded(new Payload.Reference("run/x/y", 70_000));
      case 3 ->
          new TaskRecord.Content.Failed(
              generated.error(),
              generated.text(),
              generated.maybe(() -> Duration.ofMillis(generated.below(100_000))));
      default ->
          new TaskRecord.Content.Parked(
              json,
              generated.maybe(generated::instant),
              generated.maybe(generated::instant),
              generated.maybe(generated::instant));
    };
  }

  private static TaskRecord example() {
    return new TaskRecord(
        new TaskName("charge"),
        OptionalInt.of(7),
        2,
        1,
        new TaskRecord.Content.Failed(
            new ErrorName("Http.503"), "busy", Optional.of(Duration.ofMillis(1500))),
        START.plusSeconds(60),
        START,
        START.plusSeconds(62),
        "i-5",
        List.of(new TaskRecord.Earlier(1, START, START.plusSeconds(2), new ErrorName("Timeout"))));
  }
}
