package dev.millrace.core.run;

import dev.millrace.core.TaskState;

/// The instances of a mapped task: a letter each, and how many stand where. With more items than a
/// run has instances each stands for a chunk of them, which is a run of its own. Immutable.
public final class Instances {
  private final StateLetters letters;
  private final int attemptsBefore;
  private final int items;

  private Instances(StateLetters letters, int attemptsBefore, int items) {
    if (items < letters.size()) {
      throw new IllegalArgumentException(
          letters.size() + " instances cannot stand for " + items + " items");
    }
    this.letters = letters;
    this.attemptsBefore = attemptsBefore;
    this.items = items;
  }

  /// That many instances, all READY.
  static Instances ready(int size, int attemptsBefore, int items) {
    return new Instances(StateLetters.all(size, TaskState.READY), attemptsBefore, items);
  }

  /// Reads letters, one an instance.
  ///
  /// @throws IllegalArgumentException for letters that no state has
  public static Instances parse(String letters, int attemptsBefore) {
    return parse(letters, attemptsBefore, letters.length());
  }

  /// Reads letters, one an instance or chunk.
  ///
  /// @throws IllegalArgumentException for letters that no state has, or fewer items than letters
  public static Instances parse(String letters, int attemptsBefore, int items) {
    return new Instances(StateLetters.parse(letters), attemptsBefore, items);
  }

  /// Number of instances, or of chunks.
  public int size() {
    return letters.size();
  }

  /// Number of items that they stand for.
  public int items() {
    return items;
  }

  /// Whether each stands for several items.
  public boolean areChunks() {
    return items > size();
  }

  /// Attempts that instances of an earlier expansion had at most: numbers go on from there, so
  /// that no attempt number stands for two attempts of one instance.
  public int attemptsBefore() {
    return attemptsBefore;
  }

  /// The state of the instance at an index.
  public TaskState state(int index) {
    return letters.at(index);
  }

  /// How many instances stand there.
  public int count(TaskState state) {
    return letters.count(state);
  }

  /// Instances that have ended.
  public int ended() {
    return count(TaskState.SUCCEEDED) + count(TaskState.FAILED) + count(TaskState.CANCELLED);
  }

  /// Instances that hold a place under a concurrency limit. The run of a chunk may go on while the
  /// attempt that was to wait for it was lost, so a chunk keeps its place until the next one.
  public int working() {
    var atWork = count(TaskState.DISPATCHED) + count(TaskState.PARKED);
    return areChunks() ? atWork + count(TaskState.RETRYING) : atWork;
  }

  /// One letter an instance.
  public StateLetters letters() {
    return letters;
  }

  /// A copy that may be changed in place by the draft that owns it.
  Instances copy() {
    return new Instances(letters.copy(), attemptsBefore, items);
  }

  /// Changes one instance; only on a copy that no state holds yet.
  void set(int index, TaskState state) {
    letters.set(index, state);
  }

  /// The first READY instance at or after `from`, or the size when there is none.
  int nextReady(int from) {
    return letters.next(TaskState.READY, from);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Instances that
        && attemptsBefore == that.attemptsBefore
        && items == that.items
        && letters.equals(that.letters);
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
