package dev.millrace.aws.dynamodb;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.RunStore;

/// The sort keys of a run's items. Names of tasks hold no `#`, so that one key never begins as
/// another task's does.
final class SortKey {
  static final String RUN = "RUN";
  static final String INPUT = "INPUT";
  static final String OUTPUT = "OUTPUT";
  static final String STOP = "STOP";

  /// Begins the keys of all records of attempts.
  static final String TASKS = "TASK#";

  /// Begins the keys of all claims.
  static final String CLAIMS = "CLAIM#";

  private SortKey() {}

  static String task(TaskName task) {
    return TASKS + task;
  }

  /// Begins the keys of a mapped task's groups.
  static String groups(TaskName task) {
    return TASKS + task + "#";
  }

  /// @param index of any instance of the group
  static String group(TaskName task, int index) {
    return groups(task) + first(index - index % RunStore.ITEMS_GROUP);
  }

  static String items(TaskName task, int group) {
    return "ITEMS#" + task + "#" + first(group * RunStore.ITEMS_GROUP);
  }

  static String claim(AssignmentId assignment) {
    return CLAIMS + assignment;
  }

  static String token(String hash) {
    return "TOKEN#" + hash;
  }

  /// Six digits, so that groups sort by number.
  private static String first(int index) {
    return "%06d".formatted(index);
  }
}
