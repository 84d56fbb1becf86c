package dev.millrace.aws.scheduler;

/// What the schedules of one stack's DAGs belong to and call.
///
/// @param group the stack's schedule group
/// @param roleArn the role that may call the function
/// @param functionArn the function `start`, by its alias
public record TickTarget(String group, String roleArn, String functionArn) {}
