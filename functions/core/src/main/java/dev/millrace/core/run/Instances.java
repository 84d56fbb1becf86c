package dev.millrace.core.run;

import dev.millrace.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The instances of a mapped task: a letter each, and how many stand where. Immutable.
public final class Instances {
  private final byte[] letters;
  private final int[] counts;
  private final int attemptsBefore;

  private Instances(byte[] letters, int[] counts, int attemptsBefore) {
    this.letters = letters;
    this.counts = counts;
    this.attemptsBefore = attemptsBefore;
  }

  /// That many instances, all READY.
  static Instances ready(int size, int attemptsBefore) {
    var letters = new byte[size];
    Arrays.fill(letters, TaskState.READY.letter());
    return of(letters, attemptsBefore);
  }

  /// Reads what [#letters()] wrote.
  ///
  /// @throws IllegalArgumentException for letters that no state has
  public static Instances parse(String letters, int attemptsBefore) {
    return of(letters.getBytes(StandardCharsets.ISO_8859_1), attemptsBefore);
  }

  private static Instances of(byte[] letters, int attemptsBefore) {
    var counts = new int[TaskState.LETTERS];
    for (var letter : letters) {
      counts[TaskState.of(letter).letter()]++;
    }
    return new Instances(letters, counts, attemptsBefore);
  }

  /// Number of instances.
  public int size() {
    return letters.length;
  }

  /// Attempts that instances of an earlier expansion had at most: numbers go on from there, so
  /// that no attempt number stands for two attempts of one instance.
  public int attemptsBefore() {
    return attemptsBefore;
  }

  /// The state of the instance at an index.
  public TaskState state(int index) {
    return TaskState.of(letters[index]);
  }

  /// How many instances stand there.
  public int count(TaskState state) {
    return counts[state.letter()];
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
  public String letters() {
    return new String(letters, StandardCharsets.ISO_8859_1);
  }

  /// A copy that may be changed in place by the draft that owns it.
  Instances copy() {
    return new Instances(letters.clone(), counts.clone(), attemptsBefore);
  }

  /// Changes one instance; only on a copy that no state holds yet.
  void set(int index, TaskState state) {
    counts[letters[index]]--;
    counts[state.letter()]++;
    letters[index] = state.letter();
  }

  /// The first READY instance at or after `from`, or the size when there is none.
  int nextReady(int from) {
    var index = from;
    while (index < letters.length && letters[index] != TaskState.READY.letter()) {
      index++;
    }
    return index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Instances that
        && attemptsBefore == that.attemptsBefore
        && Arrays.equals(letters, that.letters);
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
