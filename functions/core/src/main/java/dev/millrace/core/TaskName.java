package dev.millrace.core;

import java.util.regex.Pattern;

/// The name of a task: `[A-Za-z][A-Za-z0-9_]{0,79}`, so that `tasks.NAME` is a plain path in an
/// expression.
public record TaskName(String text) implements Comparable<TaskName> {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");

  /// @throws IllegalArgumentException when the text has not the shape of a task name
  public TaskName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not the name of a task: " + text);
    }
  }

  /// Whether a text can be the name of a task.
  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(TaskName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
