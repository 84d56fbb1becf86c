package dev.millrace.core.run;

import dev.millrace.core.TaskState;
import dev.millrace.core.plan.NeedCounts;
import dev.millrace.core.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The states of all tasks of a run, a letter each in the order of the document, and what is
/// derived from them: how the needs of each task ended, and how many tasks stand where. Immutable;
/// what is derived is worked out once and then carried from state to state.
public final class TaskStates {
  private final byte[] letters;
  private final int[] counts;
  private long @Nullable [] needCounts;

  private TaskStates(byte[] letters, int[] counts, long @Nullable [] needCounts) {
    this.letters = letters;
    this.counts = counts;
    this.needCounts = needCounts;
  }

  /// All tasks WAITING.
  static TaskStates waiting(int size) {
    var letters = new byte[size];
    Arrays.fill(letters, TaskState.WAITING.letter());
    return of(letters);
  }

  /// Reads what [#letters()] wrote.
  ///
  /// @throws IllegalArgumentException for letters that no state has
  public static TaskStates parse(String letters) {
    return of(letters.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static TaskStates of(byte[] letters) {
    var counts = new int[TaskState.LETTERS];
    for (var letter : letters) {
      counts[TaskState.of(letter).letter()]++;
    }
    return new TaskStates(letters, counts, null);
  }

  /// Number of tasks.
  public int size() {
    return letters.length;
  }

  /// The state of a task.
  public TaskState state(int task) {
    return TaskState.of(letters[task]);
  }

  /// How many tasks stand there.
  public int count(TaskState state) {
    return counts[state.letter()];
  }

  /// Tasks that have not ended.
  public int open() {
    var open = 0;
    for (var state : TaskState.values()) {
      open += state.hasEnded() ? 0 : counts[state.letter()];
    }
    return open;
  }

  /// One letter a task.
  public String letters() {
    return new String(letters, StandardCharsets.ISO_8859_1);
  }

  /// A copy that the draft which owns it may change in place, with need counts worked out.
  TaskStates copy(Plan plan) {
    var derived = needCounts;
    if (derived == null) {
      derived = countNeeds(plan);
      // A race only works the same numbers out twice.
      needCounts = derived;
    }
    return new TaskStates(letters.clone(), counts.clone(), derived.clone());
  }

  /// Changes one task; only on a copy that no state holds yet.
  void set(int task, TaskState state) {
    counts[letters[task]]--;
    counts[state.letter()]++;
    letters[task] = state.letter();
  }

  /// Counts one more ended need of a task; only on a copy that no state holds yet.
  void countNeed(int task, long packed) {
    derived()[task] += packed;
  }

  /// How the needs of a task have ended; only on a copy.
  NeedCounts needsOf(Plan plan, int task) {
    return NeedCounts.unpack(plan.needsOf(task).size(), derived()[task]);
  }

  /// The first task at or after `from` that stands there, or the size when there is none.
  int next(TaskState state, int from) {
    var task = from;
    while (task < letters.length && letters[task] != state.letter()) {
      task++;
    }
    return task;
  }

  private long[] derived() {
    if (needCounts == null) {
      throw new IllegalStateException("need counts are only known on a copy");
    }
    return needCounts;
  }

  private long[] countNeeds(Plan plan) {
    var derived = new long[letters.length];
    for (var task = 0; task < letters.length; task++) {
      var needs = plan.needsOf(task);
      var rule = plan.task(task).rule();
      for (var position = 0; position < needs.size(); position++) {
        var end = state(needs.task(position));
        if (end.hasEnded()) {
          derived[task] += rule.countOf(position, end);
        }
      }
    }
    return derived;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskStates that && Arrays.equals(letters, that.letters);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(letters);
  }

  @Override
  public String toString() {
    return letters();
  }
}
