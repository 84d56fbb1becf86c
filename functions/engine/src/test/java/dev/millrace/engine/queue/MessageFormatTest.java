package dev.millrace.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Outcome;
import dev.millrace.engine.text.Generated;
import dev.millrace.engine.text.Golden;
import dev.millrace.engine.text.StoredTextException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFormatTest {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00.123456Z");
  private static final RunId RUN = new RunId("orders.one");

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_message_of_any_shape_is_read_as_it_was_written(long seed) {
    var generated = new Generated(seed);
    var assignment =
        new DispatchMessage.Assignment(
            RUN,
            generated.below(9),
            generated.below(3),
            generated.assignment(),
            generated.attempts(),
            generated.oneOf(Lane.values()),
            generated.below(256));
    var wake = new DispatchMessage.Wake(RUN, generated.instant());
    var result =
        new ResultMessage(RUN, generated.text(), generated.list(100, () -> event(generated)));

    assertThat(MessageFormat.readDispatch(MessageFormat.write(assignment))).isEqualTo(assignment);
    assertThat(MessageFormat.readDispatch(MessageFormat.write(wake))).isEqualTo(wake);
    assertThat(MessageFormat.readResult(MessageFormat.write(result))).isEqualTo(result);
  }

  private static Event event(Generated generated) {
    return generated.below(3) > 0
        ? new Event.Reported(
            generated.assignment(), generated.attempts().getFirst(), generated.outcome())
        : new Event.Answered(
            generated.below(4), generated.attempts().getFirst(), generated.outcome());
  }

  @Test
  void messages_are_written_as_the_golden_files_say() {
    Golden.assertMatches("assignment.json", MessageFormat.write(assignment()));
    Golden.assertMatches("wake.json", MessageFormat.write(wake()));
    Golden.assertMatches("result.json", MessageFormat.write(result()));
  }

  @Test
  void messages_that_were_sent_once_stay_readable() {
    assertThat(MessageFormat.readDispatch(Golden.read("assignment.json"))).isEqualTo(assignment());
    assertThat(MessageFormat.readDispatch(Golden.read("wake.json"))).isEqualTo(wake());
    assertThat(MessageFormat.readResult(Golden.read("result.json"))).isEqualTo(result());
  }

  @Test
  void fields_that_are_not_known_are_passed_over() {
    var more = MessageFormat.write(assignment()).replace("\"lane\"", "\"later\":[{}],\"lane\"");

    assertThat(MessageFormat.readDispatch(more)).isEqualTo(assignment());
  }

  @Test
  void a_newer_format_is_refused() {
    var newer = MessageFormat.write(result()).replace("\"format\":1", "\"format\":2");

    assertThatExceptionOfType(StoredTextException.class)
        .isThrownBy(() -> MessageFormat.readResult(newer))
        .withMessageContaining("format 2");
  }

  @Test
  void text_without_what_a_message_needs_is_refused() {
    for (var damaged : List.of("", "[]", "{}", "{\"format\":1,\"run\":\"orders.one\"}")) {
      assertThatExceptionOfType(StoredTextException.class)
          .as(damaged)
          .isThrownBy(() -> MessageFormat.readDispatch(damaged));
    }
  }

  @Test
  void the_largest_result_stays_below_the_limit_of_a_message() {
    var events =
        IntStream.range(0, ResultMessage.EVENTS_MAX)
            .<Event>mapToObj(
                index ->
                    new Event.Reported(
                        new AssignmentId(1_000_000 + index, 255),
                        new Attempt(Work.of(9_999, 9_000 + index), 100, 100),
                        new Outcome.Failed(
                            new ErrorName("x".repeat(ErrorName.LENGTH_MAX)),
                            START.plusNanos(index * 1_000L),
                            Optional.of(Duration.ofMillis(1_000_000 + index)))))
            .toList();

    assertThat(MessageFormat.write(new ResultMessage(RUN, "d".repeat(128), events)))
        .hasSizeLessThan(60_000);
  }

  @Test
  void only_outcomes_are_sent() {
    var message = new ResultMessage(RUN, "d", List.of(new Event.CancelRequested()));

    assertThatIllegalArgumentException().isThrownBy(() -> MessageFormat.write(message));
  }

  private static DispatchMessage assignment() {
    return new DispatchMessage.Assignment(
        RUN,
        3,
        1,
        new AssignmentId(12, 1),
        List.of(
            Attempt.first(Work.of(17), 1),
            Attempt.first(Work.of(18), 1),
            new Attempt(Work.of(5, 3), 2, 1)),
        Lane.SHORT,
        4);
  }

  private static DispatchMessage wake() {
    return new DispatchMessage.Wake(RUN, START);
  }

  private static ResultMessage result() {
    var id = new AssignmentId(12, 1);
    return new ResultMessage(
        RUN,
        "12.1-a",
        List.of(
            new Event.Reported(id, Attempt.first(Work.of(17), 1), new Outcome.Succeeded()),
            new Event.Reported(id, Attempt.first(Work.of(18), 1), new Outcome.Succeeded()),
            new Event.Reported(
                id,
                new Attempt(Work.of(5, 3), 2, 1),
                new Outcome.Failed(
                    new ErrorName("Http.503"), START, Optional.of(Duration.ofMillis(1500)))),
            new Event.Answered(
                2,
                Attempt.first(Work.of(4), 1),
                new Outcome.Parked(Optional.empty(), Optional.of(START), Optional.empty()))));
  }
}
