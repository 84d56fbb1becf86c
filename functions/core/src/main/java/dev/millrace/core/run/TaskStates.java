package dev.millrace.core.run;

import dev.millrace.core.TaskState;
import dev.millrace.core.plan.NeedCounts;
import dev.millrace.core.plan.Plan;
import org.jspecify.annotations.Nullable;

/// The states of all tasks of a run, a letter each in the order of the document, and what is
/// derived from them: how the needs of each task ended, and how many tasks stand where. Immutable;
/// what is derived is worked out once and then carried from state to state.
public final class TaskStates {
  private final StateLetters letters;
  private @Nullable NeedTallies needs;

  private TaskStates(StateLetters letters, @Nullable NeedTallies needs) {
    this.letters = letters;
    this.needs = needs;
  }

  /// All tasks WAITING.
  static TaskStates waiting(int size) {
    return new TaskStates(StateLetters.all(size, TaskState.WAITING), null);
  }

  /// Reads letters, one a task.
  ///
  /// @throws IllegalArgumentException for letters that no state has
  public static TaskStates parse(String letters) {
    return new TaskStates(StateLetters.parse(letters), null);
  }

  /// Number of tasks.
  public int size() {
    return letters.size();
  }

  /// The state of a task.
  public TaskState state(int task) {
    return letters.at(task);
  }

  /// How many tasks stand there.
  public int count(TaskState state) {
    return letters.count(state);
  }

  /// Tasks that have not ended.
  public int open() {
    var open = 0;
    for (var state : TaskState.values()) {
      open += state.hasEnded() ? 0 : count(state);
    }
    return open;
  }

  /// One letter a task.
  public StateLetters letters() {
    return letters;
  }

  /// A copy that the draft which owns it may change in place, with the ends of needs worked out.
  TaskStates copy(Plan plan) {
    var derived = needs;
    if (derived == null) {
      derived = countNeeds(plan);
      // A race only works the same numbers out twice.
      needs = derived;
    }
    return new TaskStates(letters.copy(), derived.copy());
  }

  /// Changes one task; only on a copy that no state holds yet.
  void set(int task, TaskState state) {
    letters.set(task, state);
  }

  /// Counts one more ended need of a task; only on a copy that no state holds yet.
  void countNeed(int task, long packed) {
    derived().add(task, packed);
  }

  /// How the needs of a task have ended; only on a copy.
  NeedCounts needsOf(Plan plan, int task) {
    return NeedCounts.unpack(plan.needsOf(task).size(), derived().of(task));
  }

  /// The first task at or after `from` that stands there, or the size when there is none.
  int next(TaskState state, int from) {
    return letters.next(state, from);
  }

  private NeedTallies derived() {
    if (needs == null) {
      throw new IllegalStateException("the ends of needs are only known on a copy");
    }
    return needs;
  }

  private NeedTallies countNeeds(Plan plan) {
    var derived = NeedTallies.none(size());
    for (var task = 0; task < size(); task++) {
      var needsOfTask = plan.needsOf(task);
      var rule = plan.task(task).rule();
      for (var position = 0; position < needsOfTask.size(); position++) {
        var end = state(needsOfTask.task(position));
        if (end.hasEnded()) {
          derived.add(task, rule.countOf(position, end));
        }
      }
    }
    return derived;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskStates that && letters.equals(that.letters);
  }

  @Override
  public int hashCode() {
    return letters.hashCode();
  }

  @Override
  public String toString() {
    return letters.toString();
  }
}
