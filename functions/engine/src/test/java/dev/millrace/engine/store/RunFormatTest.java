package dev.millrace.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.DagName;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.RetryTally;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Lease;
import dev.millrace.core.run.Outstanding;
import dev.millrace.core.run.Pending;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.StopCause;
import dev.millrace.core.run.TaskStates;
import dev.millrace.core.run.Wake;
import dev.millrace.engine.text.Generated;
import dev.millrace.engine.text.Golden;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunFormatTest {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00.123456Z");

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_run_of_any_shape_is_read_as_it_was_written(long seed) {
    var record = generated(new Generated(seed));

    assertThat(RunFormat.read(RunFormat.write(record))).isEqualTo(record);
  }

  @Test
  void a_run_is_written_as_the_golden_file_says() {
    Golden.assertMatches("run.json", RunFormat.write(example()));
  }

  @Test
  void a_run_that_was_stored_once_stays_readable() {
    assertThat(RunFormat.read(Golden.read("run.json"))).isEqualTo(example());
  }

  @Test
  void fields_that_are_not_known_are_passed_over() {
    var text = RunFormat.write(example());
    var more =
        text.replaceFirst("\\{", "{\"later\":{\"a\":[1,2]},")
            .replace("\"sentAt\"", "\"also\":[{}],\"sentAt\"")
            .replace("\"retryAt\"", "\"why\":\"x\",\"retryAt\"");

    assertThat(RunFormat.read(more)).isEqualTo(example());
  }

  @Test
  void a_newer_format_is_refused_with_what_to_do() {
    var newer = RunFormat.write(example()).replace("\"format\":1", "\"format\":2");

    assertThatExceptionOfType(StoredTextException.class)
        .isThrownBy(() -> RunFormat.read(newer))
        .withMessage(
            "a run is written in format 2; this version of Millrace reads formats up to 1."
                + " Use the version that wrote it, or a newer one.");
  }

  @Test
  void text_without_what_a_run_needs_is_refused() {
    for (var damaged :
        List.of(
            "",
            "[]",
            "17",
            "{",
            "{}",
            "{\"format\":1,\"run\":\"orders.one\"}",
            RunFormat.write(example()).replace("RUNNING", "STROLLING"),
            RunFormat.write(example()).replace("S2d", "Q2d"))) {
      assertThatExceptionOfType(StoredTextException.class)
          .as(damaged)
          .isThrownBy(() -> RunFormat.read(damaged));
    }
  }

  @Test
  void a_wide_run_in_the_middle_of_a_chain_stays_small() {
    var letters = "S".repeat(4_999) + "d" + "w".repeat(5_000);
    var record = example();
    var was = record.state();
    var state =
        new RunState(
            5_000,
            RunStatus.RUNNING,
            Optional.empty(),
            0,
            was.seed(),
            START,
            was.deadline(),
            Optional.empty(),
            TaskStates.parse(letters),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(
                Map.of(
                    new AssignmentId(5_000, 0),
                    new InFlight(
                        List.of(Attempt.first(Work.of(4_999), 1)),
                        Lane.SHORT,
                        new Issuer("m-1", "i-1", 4_999),
                        new Custody.Held(new Lease("i-1", START.plusSeconds(60), 1))))),
            List.of(),
            Optional.empty());

    assertThat(RunFormat.write(record.with(state, START))).hasSizeLessThan(1_024);
  }

  private static RunRecord generated(Generated generated) {
    var run = new RunId("orders.r" + generated.below(1_000));
    var record =
        new RunRecord(
            run,
            run.dag(),
            1 + generated.below(9),
            generated.text(),
            generated.maybe(() -> Instant.ofEpochSecond(generated.below(2_000_000_000))),
            generated.maybe(
                () ->
                    generated.oneOf(
                        new Payload.Inline(JsonText.read("{\"a\":[1.5,null,\"x\"]}")),
                        new Payload.Inline(JsonText.read("null")),
                        new Payload.Reference("run/x/input", 1L << 40))),
            generated.state(),
            generated.maybe(
                () ->
                    new RunError(
                        generated.error(),
                        generated.text(),
                        generated.maybe(() -> new TaskName("charge")))),
            generated.instant());
    return generated.maybe(() -> originOf(generated)).map(record::from).orElse(record);
  }

  private static Origin originOf(Generated generated) {
    var parent =
        new Origin.Parent(
            new RunId("orders.outer"),
            new TaskName("each"),
            OptionalInt.of(generated.below(100)),
            generated.below(5),
            1 + generated.below(9),
            true);
    var chunk =
        new Origin.Chunk(generated.below(1_000_000), generated.below(1_000), generated.below(4));
    var admission =
        new Admission(
            generated.instant(),
            generated.maybe(() -> new Admission.Line(generated.text(), generated.below(2) == 1)),
            generated.maybe(generated::text));
    var origin = new Origin(Optional.of(parent), List.of(new TaskName("charge"))).ofChunk(chunk);
    return generated.maybe(() -> admission).map(origin::admittedBy).orElse(origin);
  }

  private static RunRecord example() {
    var by = new Issuer("m-7", "i-5", 1);
    var state =
        new RunState(
            12,
            RunStatus.RUNNING,
            Optional.of(StopCause.FAIL_FAST),
            1,
            -8_123_456_789L,
            START,
            START.plusSeconds(3_600),
            Optional.empty(),
            TaskStates.parse("SSdFpdKUCw"),
            new TreeMap<>(Map.of(Work.of(2), 3)),
            new TreeMap<>(Map.of(5, Instances.parse("SSSdtp", 1))),
            new TreeMap<>(
                Map.of(
                    Work.of(4),
                    new Pending.Parked(
                        0, Optional.empty(), Optional.of(START.plusSeconds(90)), Optional.empty()),
                    Work.of(5, 4),
                    new Pending.Retrying(START.plusSeconds(8)))),
            new TreeMap<>(Map.of(Work.of(5, 4), new RetryTally(List.of(0, 2), START))),
            new TreeMap<>(
                Map.of(
                    new AssignmentId(12, 0),
                    new InFlight(
                        List.of(Attempt.first(Work.of(2), 3)),
                        Lane.LONG,
                        by,
                        new Custody.Held(new Lease("i-5", START.plusSeconds(60), 4))),
                    new AssignmentId(12, 1),
                    new InFlight(
                        List.of(Attempt.first(Work.of(5, 3), 2)),
                        Lane.SHORT,
                        by,
                        new Custody.Sent(START.plusSeconds(7), 2)),
                    new AssignmentId(12, 2),
                    new InFlight(
                        List.of(
                            Attempt.first(Work.of(17), 1),
                            Attempt.first(Work.of(18), 1),
                            Attempt.first(Work.of(19), 1)),
                        Lane.SHORT,
                        by,
                        new Custody.Sent(START.plusSeconds(7), 2)))),
            List.of(new Outstanding.CancelParked(Work.of(9), 1, by.next())),
            Optional.of(new Wake(START.plusSeconds(8), by)));
    return new RunRecord(
        new RunId("orders@20261123T060000Z"),
        new DagName("orders"),
        3,
        "sha256:3c",
        Optional.of(Instant.parse("2026-11-23T06:00:00Z")),
        Optional.of(new Payload.Inline(JsonText.read("{\"day\":\"2026-11-22\"}"))),
        state,
        Optional.of(
            new RunError(new ErrorName("Http.503"), "busy", Optional.of(new TaskName("charge")))),
        START.plusSeconds(180));
  }
}
