package dev.millrace.engine.action;

import dev.millrace.core.AssignmentId;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.TaskKind;

/// One action to run.
///
/// @param assignment the assignment that the attempt belongs to
public record ActionCall(AssignmentId assignment, TaskKind kind, AttemptContext context) {}
