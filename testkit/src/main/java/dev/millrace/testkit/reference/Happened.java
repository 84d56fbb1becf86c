package dev.millrace.testkit.reference;

import dev.millrace.core.TaskName;
import java.util.List;
import java.util.OptionalInt;

/// What happened in a run between two opens of it, as far as the plan does not settle it.
public interface Happened {
  /// What a task's `when` or `map.over` gives, if anybody asks.
  enum Condition {
    /// `when` is true or absent, and the items of a map can be had.
    TRUE,
    /// `when` is false.
    FALSE,
    /// An expression fails.
    BROKEN
  }

  /// What a task's `when` and `map.over` give.
  Condition condition(TaskName task);

  /// How many items a mapped task's `over` gives.
  int items(TaskName task);

  /// Whether the run's `output` cannot be worked out, should anybody ask.
  boolean outputFails();

  /// What the attempts of a task or of an instance came to, in their order.
  List<AttemptEnd> attempts(TaskName task, OptionalInt index);
}
