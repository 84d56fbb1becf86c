package dev.millrace.engine.kind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import java.util.OptionalInt;

/// Starts runs for an attempt. Their ids are made from the attempt's run, task and instance, so
/// that a lost worker's successor finds the run that was started; an attempt that follows a result
/// starts another.
public interface ChildRuns {
  /// What became of a start.
  sealed interface Child {
    /// It is under way. When it ends, the attempt is told, if it waits.
    record Open(RunId run) implements Child {}

    /// It was started by an earlier attempt, whose worker was lost, and has ended meanwhile.
    record Ended(RunId run, Execution outcome) implements Child {}

    /// It cannot be started.
    record Refused(ErrorName error, String cause) implements Child {}
  }

  /// Whether the attempt parks until the child has ended.
  enum Waiting {
    /// It does, and is given the child's outcome then.
    FOR_ITS_END,
    /// It goes on at once; what becomes of the child does not concern it.
    NOT
  }

  /// Starts a run of a DAG.
  ///
  /// @param version empty: the latest
  Child start(DagName dag, OptionalInt version, JsonNode input, Waiting waiting);

  /// Starts the inline group of the attempt's task, and waits for its end.
  ///
  /// @param captured what the group reads from around it, see [dev.millrace.definition.Captured]
  Child startGroup(JsonNode captured);

  /// Cancels a run that the attempt has started. One that has ended stays as it ended.
  void cancel(RunId run);
}
