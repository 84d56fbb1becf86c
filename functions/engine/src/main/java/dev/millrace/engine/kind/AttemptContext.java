package dev.millrace.engine.kind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import java.time.Instant;
import java.util.Optional;

/// What an action gets to know of its attempt.
public interface AttemptContext {
  /// The run.
  RunId run();

  /// The task; of a mapped one [Attempt#work] says which instance.
  TaskName task();

  /// Which try it is.
  Attempt attempt();

  /// The evaluated arguments. Must not be changed.
  JsonNode arguments();

  /// When the action is interrupted: the end of the attempt's timeout.
  Instant deadline();

  /// The present instant.
  Instant now();

  /// What the kind noted when the attempt parked; empty while it executes first.
  Optional<JsonNode> note();

  /// `task` or `task[index]`, as people and headers name it.
  String label();

  /// Where somebody can post this attempt's outcome. Before it returns, the callback's token has
  /// been stored (as a hash), so an answer that comes at once is accepted.
  Callback callback();

  /// Address and token of a callback. Whoever knows either can end the attempt: never log them.
  record Callback(String url, String token) {
    @Override
    public String toString() {
      return "***";
    }
  }
}
