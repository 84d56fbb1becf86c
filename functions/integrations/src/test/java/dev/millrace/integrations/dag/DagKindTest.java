package dev.millrace.integrations.dag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.definition.ActionKind.Traits;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKindContract;
import dev.millrace.integrations.TestAttempt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DagKindTest extends TaskKindContract {
  @Override
  protected TaskKind kind() {
    return new DagKind();
  }

  @Override
  protected List<String> right() {
    return List.of(
        "{\"name\": \"clean_up\"}",
        "{\"name\": \"${ input.dag }\", \"version\": \"${ input.version }\"}",
        "{\"name\": \"clean-up\", \"input\": {\"day\": \"${ input.day }\"}, \"version\": 3}",
        "{\"name\": \"clean_up\", \"input\": 7, \"wait\": false}");
  }

  @Override
  protected List<String> wrong() {
    return List.of(
        "null",
        "\"clean_up\"",
        "{}",
        "{\"name\": 7}",
        "{\"name\": \"7up\"}",
        "{\"name\": \"clean_up\", \"version\": 0}",
        "{\"name\": \"clean_up\", \"wait\": \"${ input.wait }\"}",
        "{\"name\": \"clean_up\", \"wait\": \"no\"}");
  }

  @Override
  protected List<String> runnable() {
    return List.of("{\"name\": \"clean_up\"}", "{\"name\": \"clean_up\", \"wait\": false}");
  }

  @Test
  void it_parks_until_the_run_has_ended() {
    assertThat(kind().traits(TestAttempt.json(right().getFirst())))
        .isEqualTo(new Traits(true, true));
    assertThat(new DagKind().execute(TestAttempt.with("{\"name\": \"clean_up\"}")))
        .isEqualTo(
            new Execution.Parked(
                TestAttempt.json("{\"run\": \"clean_up.child\"}"), Optional.empty()));
  }

  @Test
  void without_waiting_it_gives_the_runs_id() {
    var arguments = "{\"name\": \"clean_up\", \"wait\": false}";
    assertThat(kind().traits(TestAttempt.json(arguments))).isEqualTo(new Traits(false, true));
    assertThat(new DagKind().execute(TestAttempt.with(arguments)))
        .isEqualTo(new Execution.Done(TestAttempt.json("{\"run\": \"clean_up.child\"}")));
  }

  @Test
  void what_cannot_be_started_fails() {
    assertThat(new DagKind().execute(TestAttempt.with("{\"name\": \"refused\"}")))
        .isEqualTo(Execution.Failed.of(ErrorName.CHILD_REFUSED, "no DAG refused"));
  }

  @Test
  void cancelling_cancels_the_run() {
    var attempt = TestAttempt.with("{\"name\": \"clean_up\"}");
    new DagKind().cancel(attempt.resumedWith(TestAttempt.json("{\"run\": \"clean_up.child\"}")));
    assertThat(attempt.cancelled()).containsExactly(new RunId("clean_up.child"));
  }
}
