package dev.millrace.core.run;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;

/// Which failures a DAG deals with itself. A failed task is handled when it has `allowFailure`, or
/// when a direct successor that asks for its failure succeeded.
final class Handling {
  private final RunDraft draft;

  Handling(RunDraft draft) {
    this.draft = draft;
  }

  /// The status of a run whose tasks have all ended by themselves.
  RunStatus statusOfEnded() {
    for (var task = draft.tasks().next(TaskState.FAILED, 0);
        task < draft.tasks().size();
        task = draft.tasks().next(TaskState.FAILED, task + 1)) {
      if (!mayBeHandled(task)) {
        return RunStatus.FAILED;
      }
    }
    return RunStatus.SUCCEEDED;
  }

  /// Whether the end of a task makes some failure one that nothing can handle any more: its own,
  /// or that of a need whose failure it was there for.
  boolean failsRun(int task) {
    if (draft.tasks().state(task) == TaskState.FAILED && !mayBeHandled(task)) {
      return true;
    }
    var needs = draft.plan.needsOf(task);
    var rule = draft.plan.task(task).rule();
    for (var position = 0; position < needs.size(); position++) {
      var need = needs.task(position);
      if (rule.asksForFailureOf(position)
          && draft.tasks().state(need) == TaskState.FAILED
          && !mayBeHandled(need)) {
        return true;
      }
    }
    return false;
  }

  boolean someNeedStarted(int task) {
    var needs = draft.plan.needsOf(task);
    for (var position = 0; position < needs.size(); position++) {
      var need = needs.task(position);
      if (draft.attemptsOf(Work.of(need)) > 0 || draft.maps().containsKey(need)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeHandled(int task) {
    if (draft.plan.task(task).allowFailure()) {
      return true;
    }
    var successors = draft.plan.successorsOf(task);
    for (var i = 0; i < successors.size(); i++) {
      var state = draft.tasks().state(successors.task(i));
      if (draft.plan.task(successors.task(i)).rule().asksForFailureOf(successors.position(i))
          && (state == TaskState.SUCCEEDED || !state.hasEnded())) {
        return true;
      }
    }
    return false;
  }
}
