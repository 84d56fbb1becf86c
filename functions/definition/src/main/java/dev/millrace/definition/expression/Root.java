package dev.millrace.definition.expression;

import java.util.Arrays;
import java.util.Optional;

/// The names that expressions of documents begin with. Which of them can be read where is for the
/// reader of documents to say; a mapped task may give [#ITEM] another name.
public enum Root {
  /// The run's input.
  INPUT("input"),
  /// The run itself: id, DAG, version, ticks, start.
  RUN("run"),
  /// The tasks that this one comes after, by name.
  TASKS("tasks"),
  /// The element of a mapped task.
  ITEM("item"),
  /// The place of that element, from 0.
  INDEX("index"),
  /// The action's raw result.
  RESULT("result"),
  /// The arguments of an action that a user declared.
  ARGS("args"),
  /// Address and token of a task that waits for a callback.
  CALLBACK("callback"),
  /// Whom an approval asks, and their links, in what it sends to them.
  APPROVAL("approval");

  private final String text;

  Root(String text) {
    this.text = text;
  }

  /// The name as it is written in expressions.
  public String text() {
    return text;
  }

  /// The root of a name, if there is one.
  public static Optional<Root> of(String text) {
    return Arrays.stream(values()).filter(root -> root.text.equals(text)).findFirst();
  }
}
