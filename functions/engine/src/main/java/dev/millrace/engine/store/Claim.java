package dev.millrace.engine.store;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.run.Lease;

/// The durable word that an assignment has been taken. Kept longer than any queue can keep a
/// message (30 days), so that no late duplicate claims again.
///
/// @param message id of the queue message with which the assignment came
public record Claim(RunId run, AssignmentId assignment, String message, Lease lease) {}
