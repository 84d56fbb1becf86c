package dev.millrace.engine.kind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.definition.expression.Condition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Root;
import dev.millrace.engine.connection.Connecting;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.store.Upload;
import java.time.Instant;
import java.util.List;
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

  /// Asks people for an approval: from when it returns, each link can be answered, and the question
  /// is in the list of open ones. The links are the same whenever it is called for this attempt.
  ///
  /// @return a link for each person of the question, in its order; one without a name when there
  ///     are none
  List<Link> ask(Question question);

  /// Takes the question of this attempt out of the list of open ones, if it is there.
  void withdraw();

  /// A connection of the host, with its secrets: for what goes out to its place, and for nothing
  /// else. Never store, log or print them.
  Connecting connect(ConnectionName connection);

  /// The rights to send requests to places with limits.
  Permits permits();

  /// Starts runs for this attempt.
  ChildRuns children();

  /// An argument that is evaluated only when the action has a result; empty when the task does not
  /// have it.
  ///
  /// @param pointer one of the kind's `deferredArguments`
  Optional<Deferred> deferred(String pointer);

  /// Opens a place in the host's payload store for bytes that are too many for a result. They go
  /// with the run. Whoever opens it closes it.
  ///
  /// @param name tells apart what one attempt stores
  Upload store(String name);

  /// An argument whose expressions may read `result`. Evaluating it gives the same for the same
  /// result, whenever it is done.
  interface Deferred {
    /// The same with one more name to read, but [Root#TASKS].
    Deferred with(Root root, JsonNode value);

    /// Its value.
    Evaluation value(JsonNode result);

    /// Its value as an address: what expressions put into other text is percent-encoded.
    Evaluation address(JsonNode result);

    /// Its value as a condition.
    Condition condition(JsonNode result);
  }

  /// By which one person can answer a question. Whoever knows it can answer in that name: never log
  /// it.
  ///
  /// @param person empty: whoever has the link
  record Link(Optional<String> person, String url) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /// Address and token of a callback. Whoever knows either can end the attempt: never log them.
  record Callback(String url, String token) {
    @Override
    public String toString() {
      return "***";
    }
  }
}
