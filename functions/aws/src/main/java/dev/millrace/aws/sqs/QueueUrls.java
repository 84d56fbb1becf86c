package dev.millrace.aws.sqs;

import dev.millrace.core.plan.Lane;

/// Where the queues of one stack are.
///
/// @param dispatch standard, for actions that take up to 50 s, and for wakes
/// @param dispatchLong standard, for actions that take up to 14 minutes
/// @param results FIFO, in high-throughput mode
/// @param dispatchDead what came too often to `dispatch`, and what Scheduler could not send there
/// @param dispatchLongDead what came too often to `dispatchLong`
/// @param resultsDead what came too often to `results`; FIFO
/// @param startDead what the function `start` could not be called for, or failed with
public record QueueUrls(
    String dispatch,
    String dispatchLong,
    String results,
    String dispatchDead,
    String dispatchLongDead,
    String resultsDead,
    String startDead) {

  /// The queue of a lane.
  public String of(Lane lane) {
    return switch (lane) {
      case SHORT -> dispatch;
      case LONG -> dispatchLong;
    };
  }
}
