/// Waits beyond the longest delay of a queue, as one-shot schedules of EventBridge Scheduler that
/// delete themselves. Begin with [SchedulerTimers].
@NullMarked
package dev.millrace.aws.scheduler;

import org.jspecify.annotations.NullMarked;
