package dev.millrace.engine.store;

import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskName;
import java.util.Optional;

/// What made a run fail.
///
/// @param task the first task, in the order of the document, whose failure was not handled
public record RunError(ErrorName name, String cause, Optional<TaskName> task) {}
