package dev.millrace.integrations.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunId;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKindContract;
import dev.millrace.integrations.TestAttempt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TasksKindTest extends TaskKindContract {
  @Override
  protected TaskKind kind() {
    return new TasksKind();
  }

  @Override
  protected List<String> right() {
    return List.of("{\"one\": {\"pass\": 1}, \"two\": {\"needs\": [\"one\"], \"pass\": 2}}");
  }

  /// The reader of documents finds what is wrong with tasks.
  @Override
  protected List<String> wrong() {
    return List.of();
  }

  @Override
  protected List<String> runnable() {
    return List.of("{\"roots\": {}, \"tasks\": {}}");
  }

  @Override
  protected boolean takesAnything() {
    return true;
  }

  @Test
  void it_parks_until_the_group_has_ended() {
    assertThat(new TasksKind().execute(TestAttempt.with("{\"roots\": {}, \"tasks\": {}}")))
        .isEqualTo(
            new Execution.Parked(
                TestAttempt.json("{\"run\": \"orders.group\"}"), Optional.empty()));
  }

  @Test
  void cancelling_cancels_the_group() {
    var attempt = TestAttempt.with("{}");
    new TasksKind().cancel(attempt.resumedWith(TestAttempt.json("{\"run\": \"orders.group\"}")));
    assertThat(attempt.cancelled()).containsExactly(new RunId("orders.group"));
  }
}
