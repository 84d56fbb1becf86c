package dev.millrace.aws.scheduler;

/// What the schedules of one stack's timers belong to and send to.
///
/// @param group the stack's schedule group
/// @param roleArn the role that may send to both queues
/// @param queueArn the queue `dispatch`
/// @param deadLetterArn its dead-letter queue, for what could not be sent there
public record TimerTarget(String group, String roleArn, String queueArn, String deadLetterArn) {}
