package dev.millrace.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.StartByEvent.Result;
import dev.millrace.engine.event.StartByArrival;
import dev.millrace.engine.event.StartByArrival.Arrival;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands events of services to the use case, one by one, and tells the log what became of each.
final class StartMessages {
  private static final Logger LOG = LoggerFactory.getLogger(StartMessages.class);

  private final StartByArrival startByArrival;

  StartMessages(StartByArrival startByArrival) {
    this.startByArrival = startByArrival;
  }

  /// Starts the runs of an event.
  ///
  /// @return whether all went well: some DAG asks for it, and each that does has its run or filters
  ///     it out
  boolean start(Arrival arrival, Invocation invocation) {
    var answers = startByArrival.start(arrival, invocation);
    if (answers.isEmpty()) {
      LOG.warn("an event that no DAG asks for: {}", nameOf(arrival));
    }
    var isTaken = !answers.isEmpty();
    for (var answered : answers) {
      switch (answered.result()) {
        case Result.Started(var run) -> LOG.info("run {}: started", run);
        case Result.Again(var run) -> LOG.info("run {}: started before", run);
        case Result.Filtered _ -> LOG.debug("DAG {} filters an event out", answered.dag());
        case Result.Refused(var why, _) -> {
          LOG.error("DAG {}: an event starts no run: {}", answered.dag(), why);
          isTaken = false;
        }
      }
    }
    return isTaken;
  }

  /// Takes the messages of a queue.
  ///
  /// @return ids of those that are to come back; of a group of a FIFO queue, also of all that stand
  ///     behind one
  Set<String> handle(JsonNode records, Invocation invocation) {
    var comeBack = new LinkedHashSet<String>();
    var groups = new HashSet<String>();
    for (var record : records) {
      var id = record.path("messageId").asText();
      var group = record.at("/attributes/MessageGroupId").asText();
      var isFifo = record.path("eventSourceARN").asText().endsWith(".fifo");
      if (isFifo && groups.contains(group)) {
        comeBack.add(id); // or the queue would hand the later ones out first
      } else if (!isTaken(record, id, invocation)) {
        groups.add(group);
        comeBack.add(id);
      }
    }
    return comeBack;
  }

  private boolean isTaken(JsonNode record, String id, Invocation invocation) {
    try {
      return start(ServiceEvents.ofQueue(record), invocation);
    } catch (RuntimeException e) {
      // The edge: this message comes back, and often enough it is dead; the others go on.
      LOG.error("message {} comes back", id, e);
      return false;
    }
  }

  private static String nameOf(Arrival arrival) {
    return switch (arrival) {
      case Arrival.OfBus bus ->
          "source %s, detail-type %s".formatted(bus.source(), bus.detailType());
      case Arrival.OfQueue queue -> "queue " + queue.arn();
      case Arrival.OfBucket bucket ->
          "bucket %s, object %s".formatted(bucket.bucket(), bucket.key());
    };
  }
}
