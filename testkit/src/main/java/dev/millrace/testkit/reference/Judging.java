package dev.millrace.testkit.reference;

import dev.millrace.core.TaskState;
import dev.millrace.core.plan.NeedEnd;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.StartRule;
import dev.millrace.testkit.reference.RuleTable.Result;
import java.util.List;

/// What the ends of its needs make of a task: by its trigger rule, or by `on:` need by need.
final class Judging {
  private Judging() {}

  static Result judge(PlannedTask task, List<TaskState> needs) {
    if (needs.isEmpty()) {
      return Result.STARTS;
    }
    return switch (task.rule()) {
      case StartRule.Trigger(var rule) -> RuleTable.read(rule, needs);
      case StartRule.PerNeed(var accepted, _) -> {
        var starts = true;
        var unmetFailed = false;
        var wantsFailure = false;
        for (var i = 0; i < needs.size(); i++) {
          var end = asNeed(needs.get(i));
          var ends = accepted.get(i);
          wantsFailure |= ends.contains(NeedEnd.FAILED);
          starts &= ends.contains(end);
          unmetFailed |= !ends.contains(end) && end == NeedEnd.FAILED;
        }
        yield starts
            ? Result.STARTS
            : unmetFailed && !wantsFailure ? Result.UPSTREAM_FAILED : Result.SKIPPED;
      }
    };
  }

  /// Whether a task may start while its needs stand so: by the ends of all of them, or for a rule
  /// that starts "at once" by those that have ended.
  static boolean mayStart(PlannedTask task, List<TaskState> needs) {
    var ends = needs.stream().filter(TaskState::hasEnded).toList();
    if (ends.size() == needs.size()) {
      return judge(task, ends) == Result.STARTS;
    }
    return switch (task.rule()) {
      case StartRule.PerNeed _ -> false;
      case StartRule.Trigger(var rule) ->
          switch (rule) {
            case ALWAYS -> true;
            case ONE_FAILED, ONE_SUCCESS, ONE_DONE -> RuleTable.read(rule, ends) == Result.STARTS;
            case ALL_SUCCESS,
                ALL_FAILED,
                ALL_DONE,
                ALL_DONE_MIN_ONE_SUCCESS,
                ALL_SKIPPED,
                NONE_FAILED,
                NONE_FAILED_MIN_ONE_SUCCESS,
                NONE_SKIPPED ->
                false;
          };
    };
  }

  /// Whether a success of this task makes the failure of its need at that place a handled one.
  static boolean handles(PlannedTask task, int need) {
    return switch (task.rule()) {
      case StartRule.Trigger(var rule) ->
          switch (rule) {
            case ONE_FAILED, ALL_FAILED -> true;
            case ALL_SUCCESS,
                ALL_DONE,
                ALL_DONE_MIN_ONE_SUCCESS,
                ALL_SKIPPED,
                ONE_SUCCESS,
                ONE_DONE,
                NONE_FAILED,
                NONE_FAILED_MIN_ONE_SUCCESS,
                NONE_SKIPPED,
                ALWAYS ->
                false;
          };
      // `any` takes every end and hides none.
      case StartRule.PerNeed(var accepted, _) ->
          accepted.get(need).contains(NeedEnd.FAILED) && accepted.get(need).size() < 3;
    };
  }

  private static NeedEnd asNeed(TaskState end) {
    return switch (RuleTable.letter(end)) {
      case 'S' -> NeedEnd.SUCCEEDED;
      case 'K' -> NeedEnd.SKIPPED;
      default -> NeedEnd.FAILED;
    };
  }
}
