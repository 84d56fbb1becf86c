package dev.millrace.testkit.reference;

import dev.millrace.core.TaskState;
import dev.millrace.core.plan.TriggerRule;
import java.util.List;

/// The table of trigger rules, read line by line over needs that have all ended.
final class RuleTable {
  private RuleTable() {}

  /// What a rule makes of its task.
  enum Result {
    STARTS,
    UPSTREAM_FAILED,
    SKIPPED
  }

  static Result read(TriggerRule rule, List<TaskState> ends) {
    var all = ends.size();
    var s = count(ends, 'S');
    var f = count(ends, 'F');
    var u = count(ends, 'U');
    var k = count(ends, 'K');
    return switch (rule) {
      case ALL_SUCCESS -> s == all ? Result.STARTS : f + u > 0 ? up() : skip();
      case ALL_FAILED -> f + u == all ? Result.STARTS : skip();
      case ALL_DONE, ALWAYS -> Result.STARTS;
      case ALL_DONE_MIN_ONE_SUCCESS, ONE_SUCCESS ->
          s >= 1 ? Result.STARTS : k == all ? skip() : up();
      case ALL_SKIPPED -> k == all ? Result.STARTS : skip();
      case ONE_FAILED -> f + u >= 1 ? Result.STARTS : skip();
      case ONE_DONE -> s + f >= 1 ? Result.STARTS : skip();
      case NONE_FAILED -> f + u == 0 ? Result.STARTS : up();
      case NONE_FAILED_MIN_ONE_SUCCESS -> f + u > 0 ? up() : s >= 1 ? Result.STARTS : skip();
      case NONE_SKIPPED -> k == 0 ? Result.STARTS : skip();
    };
  }

  /// The letter of an end in the table. CANCELLED counts as F.
  static char letter(TaskState end) {
    return switch (end) {
      case SUCCEEDED -> 'S';
      case FAILED, CANCELLED -> 'F';
      case UPSTREAM_FAILED -> 'U';
      case SKIPPED -> 'K';
      case WAITING, EVALUATING, READY, DISPATCHED, RETRYING, PARKED ->
          throw new IllegalArgumentException(end + " is no end");
    };
  }

  private static int count(List<TaskState> ends, char letter) {
    return (int) ends.stream().filter(end -> letter(end) == letter).count();
  }

  private static Result up() {
    return Result.UPSTREAM_FAILED;
  }

  private static Result skip() {
    return Result.SKIPPED;
  }
}
