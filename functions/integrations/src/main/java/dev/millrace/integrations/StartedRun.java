package dev.millrace.integrations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.RunId;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.ChildRuns;
import dev.millrace.engine.kind.Execution;
import java.util.Optional;

/// What the kinds that start runs have in common: they park until the run has ended, with its id as
/// their note, and cancel it with their own run.
public final class StartedRun {
  private static final String RUN = "run";

  private StartedRun() {}

  /// Waits for a run that was started.
  public static Execution await(ChildRuns.Child child) {
    return switch (child) {
      case ChildRuns.Child.Open(var run) ->
          new Execution.Parked(
              JsonNodeFactory.instance.objectNode().put(RUN, run.text()), Optional.empty());
      case ChildRuns.Child.Ended(_, var outcome) -> outcome;
      case ChildRuns.Child.Refused(var error, var cause) -> Execution.Failed.of(error, cause);
    };
  }

  /// Leaves a run that was started to itself, and gives its id: `{"run": ...}`.
  public static Execution leave(ChildRuns.Child child) {
    return switch (child) {
      case ChildRuns.Child.Open(var run) -> named(run);
      case ChildRuns.Child.Ended(var run, _) -> named(run);
      case ChildRuns.Child.Refused(var error, var cause) -> Execution.Failed.of(error, cause);
    };
  }

  /// Cancels the run that a parked attempt waits for.
  public static void cancel(AttemptContext attempt) {
    attempt
        .note()
        .map(note -> note.path(RUN).asText())
        .filter(RunId::isValid)
        .ifPresent(run -> attempt.children().cancel(new RunId(run)));
  }

  private static Execution named(RunId run) {
    return new Execution.Done(JsonNodeFactory.instance.objectNode().put(RUN, run.text()));
  }
}
