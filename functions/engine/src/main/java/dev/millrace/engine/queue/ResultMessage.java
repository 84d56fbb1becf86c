package dev.millrace.engine.queue;

import dev.millrace.core.RunId;
import dev.millrace.core.run.Event;
import java.util.List;

/// A message of the results queue: outcomes of one run, without their outputs.
///
/// @param deduplicationId the same for the same outcomes
/// @param events each an [Event.Reported] or [Event.Answered]
public record ResultMessage(RunId run, String deduplicationId, List<Event> events) {
  /// Most outcomes in one message, which keeps it below 60 KB.
  public static final int EVENTS_MAX = 100;

  /// Copies the list.
  public ResultMessage {
    events = List.copyOf(events);
  }
}
