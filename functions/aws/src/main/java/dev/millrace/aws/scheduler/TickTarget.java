package dev.millrace.aws.scheduler;

/// What the schedules of one stack's DAGs belong to and call.
///
/// @param group the stack's schedule group
/// @param roleArn the role that may call the function, and send to the queue
/// @param functionArn the function `start`, by its alias
/// @param deadLetterArn the queue for ticks that the function could not be called for
public record TickTarget(String group, String roleArn, String functionArn, String deadLetterArn) {}
