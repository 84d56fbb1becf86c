package dev.millrace.core.schedule;

import dev.millrace.core.RunId;

/// The name of one of several schedules of a DAG, part of the ids of its runs:
/// `[A-Za-z0-9._-]{1,64}`.
public record ScheduleName(String text) {
  /// @throws IllegalArgumentException when the text has not the shape of such a name
  public ScheduleName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not the name of a schedule: " + text);
    }
  }

  /// Whether a text can be the name of a schedule.
  public static boolean isValid(String text) {
    return RunId.isValidStartName(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
