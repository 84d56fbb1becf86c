package dev.millrace.core;

/// One try of a work. `number` counts from 1 and never restarts, not by a redrive either; `step`
/// is 0 for the execution and n for the n-th time that a parked attempt is resumed.
public record Attempt(Work work, int number, int step) {
  /// @throws IllegalArgumentException when number is below 1 or step below 0
  public Attempt {
    if (number < 1 || step < 0) {
      throw new IllegalArgumentException("attempt " + number + ", step " + step + " of " + work);
    }
  }

  /// The first step of an attempt: its execution.
  public static Attempt first(Work work, int number) {
    return new Attempt(work, number, 0);
  }

  /// The same attempt, resumed once more.
  public Attempt resumed() {
    return new Attempt(work, number, step + 1);
  }

  @Override
  public String toString() {
    return work + "#" + number + (step == 0 ? "" : "/" + step);
  }
}
