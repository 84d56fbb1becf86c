package dev.millrace.integrations.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.ActionKind.Traits;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKindContract;
import dev.millrace.integrations.TestAttempt;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassKindTest extends TaskKindContract {
  @Override
  protected TaskKind kind() {
    return new PassKind();
  }

  @Override
  protected List<String> right() {
    return List.of("null", "1", "\"${ input }\"", "[]", "{}", "{\"a\": {\"b\": [1, null]}}");
  }

  @Override
  protected List<String> wrong() {
    return List.of();
  }

  @Override
  protected List<String> runnable() {
    return right();
  }

  @Override
  protected boolean takesAnything() {
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "false", "1.5", "\"\"", "[1, 2]", "{\"reason\": \"none\"}"})
  void it_gives_what_stands_there(String value) {
    var execution = new PassKind().execute(TestAttempt.with(value));

    assertThat(execution).isEqualTo(new Execution.Done(TestAttempt.json(value)));
  }

  @Test
  void it_parks_never_and_may_run_twice() {
    assertThat(kind().traits(TestAttempt.json("1"))).isEqualTo(new Traits(false, true));
  }
}
