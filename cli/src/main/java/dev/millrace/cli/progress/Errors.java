package dev.millrace.cli.progress;

import dev.millrace.core.TaskName;
import java.util.Optional;

/// Where the error of a failed task can be asked for.
@FunctionalInterface
public interface Errors {
  /// Name and cause of what the task failed with last; empty when there is none.
  Optional<String> of(TaskName task);
}
