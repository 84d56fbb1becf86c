package dev.millrace.definition.expression;

import java.util.Arrays;
import java.util.Optional;

/// What can be read of a task: the fields of `tasks.NAME`.
public enum TaskField {
  /// What the task gave, possibly a large payload.
  OUTPUT("output"),
  /// The state in which the task ended.
  STATUS("status"),
  /// Name and cause of its failure.
  ERROR("error"),
  /// How many attempts it took.
  ATTEMPTS("attempts"),
  /// When its first attempt started.
  STARTED_AT("startedAt"),
  /// When it ended.
  ENDED_AT("endedAt");

  private final String text;

  TaskField(String text) {
    this.text = text;
  }

  /// The name as it is written in expressions.
  public String text() {
    return text;
  }

  /// The field of a name, if there is one.
  public static Optional<TaskField> of(String text) {
    return Arrays.stream(values()).filter(field -> field.text.equals(text)).findFirst();
  }
}
