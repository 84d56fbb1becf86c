package dev.millrace.integrations.fail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.ErrorName;
import dev.millrace.definition.ActionKind.Traits;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKindContract;
import dev.millrace.integrations.TestAttempt;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailKindTest extends TaskKindContract {
  @Override
  protected TaskKind kind() {
    return new FailKind();
  }

  @Override
  protected List<String> right() {
    return List.of(
        """
        {"error": "Orders.Missing", "cause": "no orders today"}""",
        """
        {"error": "Plain"}""",
        """
        {"error": "${ input.error }", "cause": "${ $count(input.rows) } rows"}""");
  }

  @Override
  protected List<String> wrong() {
    return List.of(
        "{}",
        "\"Orders.Missing\"",
        """
        {"cause": "no orders today"}""",
        """
        {"error": "Orders Missing"}""",
        """
        {"error": 404}""",
        """
        {"error": null}""",
        """
        {"error": "Orders.Missing", "cause": ["no orders"]}""");
  }

  @Override
  protected List<String> runnable() {
    return List.of(
        """
        {"error": "Orders.Missing", "cause": "no orders today"}""");
  }

  @Test
  void it_fails_with_the_error_and_the_cause_that_stand_there() {
    assertThat(execute("{\"error\": \"Orders.Missing\", \"cause\": \"no orders today\"}"))
        .isEqualTo(Execution.Failed.of(new ErrorName("Orders.Missing"), "no orders today"));
  }

  @Test
  void it_needs_no_cause_and_takes_nothing_for_none() {
    var expected = Execution.Failed.of(new ErrorName("Orders.Missing"), "");

    assertThat(execute("{\"error\": \"Orders.Missing\"}")).isEqualTo(expected);
    assertThat(execute("{\"error\": \"Orders.Missing\", \"cause\": null}")).isEqualTo(expected);
  }

  @Test
  void a_name_that_is_none_once_evaluated_fails_as_invalid_arguments() {
    assertThat(execute("{\"error\": \"no such name\"}"))
        .isEqualTo(
            Execution.Failed.of(
                ErrorName.ARGUMENTS_INVALID,
                "\"error\" must be the name of an error, found \"no such name\". Join words of"
                    + " letters, digits, _ and - with dots, as in Orders.Missing; at most 200"
                    + " characters."));
  }

  @Test
  void a_long_cause_is_cut() {
    var failed = execute("{\"error\": \"A\", \"cause\": \"" + "x".repeat(10_000) + "\"}");

    assertThat(((Execution.Failed) failed).cause()).isEqualTo("x".repeat(4_096) + "…");
  }

  @Test
  void a_mistyped_key_is_recognized() {
    assertThat(problems("{\"error\": \"A\", \"casue\": \"b\"}"))
        .containsExactly(
            new ArgumentProblem(
                "/casue", "\"casue\" is not a known key.", "Did you mean \"cause\"?"));
  }

  @Test
  void it_parks_never_and_may_run_twice() {
    assertThat(kind().traits(TestAttempt.json(right().getFirst())))
        .isEqualTo(new Traits(false, true));
  }

  private static Execution execute(String arguments) {
    return new FailKind().execute(TestAttempt.with(arguments));
  }
}
