package dev.millrace.core.run;

import dev.millrace.core.TaskState;

/// The instances of a mapped task: a letter each, and how many stand where. Immutable.
public final class Instances {
  private final StateLetters letters;
  private final int attemptsBefore;

  private Instances(StateLetters letters, int attemptsBefore) {
    this.letters = letters;
    this.attemptsBefore = attemptsBefore;
  }

  /// That many instances, all READY.
  static Instances ready(int size, int attemptsBefore) {
    return new Instances(StateLetters.all(size, TaskState.READY), attemptsBefore);
  }

  /// Reads letters, one an instance.
  ///
  /// @throws IllegalArgumentException for letters that no state has
  public static Instances parse(String letters, int attemptsBefore) {
    return new Instances(StateLetters.parse(letters), attemptsBefore);
  }

  /// Number of instances.
  public int size() {
    return letters.size();
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

  /// Instances that hold a place under a concurrency limit.
  public int working() {
    return count(TaskState.DISPATCHED) + count(TaskState.PARKED);
  }

  /// One letter an instance.
  public StateLetters letters() {
    return letters;
  }

  /// A copy that may be changed in place by the draft that owns it.
  Instances copy() {
    return new Instances(letters.copy(), attemptsBefore);
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
