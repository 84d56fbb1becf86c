package dev.millrace.integrations.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.ErrorName;
import dev.millrace.definition.ActionKind.Traits;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKindContract;
import dev.millrace.integrations.TestAttempt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallbackKindTest extends TaskKindContract {
  @Override
  protected TaskKind kind() {
    return new CallbackKind();
  }

  @Override
  protected List<String> right() {
    return List.of(
        "{}",
        "{\"message\": \"Is shipment ${ input.id } there?\"}",
        "{\"message\": \"Is it there?\", \"data\": {\"shipment\": 17}}",
        "{\"data\": \"${ tasks.ship.output }\"}");
  }

  @Override
  protected List<String> wrong() {
    return List.of(
        "null",
        "\"Is it there?\"",
        "{\"message\": 1}",
        "{\"message\": \"" + "x".repeat(1_025) + "\"}");
  }

  @Override
  protected List<String> wrongBeyondSchema() {
    return List.of("{\"data\": \"" + "x".repeat(2_048) + "\"}");
  }

  @Override
  protected List<String> runnable() {
    return List.of(
        "{}",
        "{\"message\": \"" + "x".repeat(1_024) + "\", \"data\": \"" + "x".repeat(2_046) + "\"}");
  }

  @Test
  void it_parks_without_a_time_to_wake_once_its_token_is_stored() {
    var attempt = TestAttempt.with("{}");

    var execution = new CallbackKind().execute(attempt);

    assertThat(execution).isEqualTo(new Execution.Parked(TestAttempt.json("{}"), Optional.empty()));
    assertThat(attempt.callbacks()).hasValue(1);
  }

  @Test
  void the_note_holds_what_whoever_answers_gets_to_see() {
    var shown = "{\"message\": \"Is it there?\", \"data\": {\"shipment\": 17}}";

    var parked = (Execution.Parked) new CallbackKind().execute(TestAttempt.with(shown));

    assertThat(parked.note()).isEqualTo(TestAttempt.json(shown));
  }

  @Test
  void data_that_grew_too_large_fails_before_a_token_is_made() {
    var attempt = TestAttempt.with("{\"data\": \"" + "x".repeat(3_000) + "\"}");

    var execution = new CallbackKind().execute(attempt);

    assertThat(execution)
        .isEqualTo(
            Execution.Failed.of(
                ErrorName.ARGUMENTS_INVALID,
                "\"data\" has 3,002 characters; at most 2,048 are kept. Hand on a reference to it"
                    + " instead."));
    assertThat(attempt.callbacks()).hasValue(0);
  }

  @Test
  void it_parks_and_may_run_twice() {
    assertThat(kind().traits(TestAttempt.json("{}"))).isEqualTo(new Traits(true, true));
  }
}
