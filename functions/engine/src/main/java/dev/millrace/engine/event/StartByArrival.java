package dev.millrace.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.definition.event.EventSource;
import dev.millrace.definition.event.EventSource.Change;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Plans;
import dev.millrace.engine.StartByEvent;
import dev.millrace.engine.StartByEvent.Arrived;
import dev.millrace.engine.StartByEvent.Result;
import dev.millrace.engine.store.DagStore;
import java.util.ArrayList;
import java.util.List;

/// Starts the runs of all DAGs that ask for an event which has arrived from a service.
public final class StartByArrival {
  private final DagStore dags;
  private final Plans plans;
  private final Subscriptions subscriptions;
  private final StartByEvent startByEvent;

  /// Over these ports.
  public StartByArrival(
      DagStore dags, Plans plans, Subscriptions subscriptions, StartByEvent startByEvent) {
    this.dags = dags;
    this.plans = plans;
    this.subscriptions = subscriptions;
    this.startByEvent = startByEvent;
  }

  /// An event of a service.
  public sealed interface Arrival {
    /// What expressions read, what a run gets, and what makes it the same event.
    Arrived arrived();

    /// An event of a bus.
    record OfBus(String source, String detailType, JsonNode detail, Arrived arrived)
        implements Arrival {}

    /// A message of a queue.
    record OfQueue(String arn, Arrived arrived) implements Arrival {}

    /// A change of an object.
    record OfBucket(String bucket, String key, Change change, Arrived arrived) implements Arrival {}
  }

  /// What became of it in one DAG.
  public record Answered(DagName dag, Result result) {}

  /// Starts the runs.
  ///
  /// @return one answer for each DAG that asks for it; none when nobody does
  public List<Answered> start(Arrival arrival, Invocation invocation) {
    var answers = new ArrayList<Answered>();
    for (var dag : subscriptions.of(topicOf(arrival))) {
      var definition = dags.latest(dag).flatMap(plans::find);
      if (definition.isPresent()) {
        for (var start : definition.get().events()) {
          if (isMeant(start.source(), arrival)) {
            answers.add(
                new Answered(dag, startByEvent.start(dag, start, arrival.arrived(), invocation)));
          }
        }
      }
    }
    return List.copyOf(answers);
  }

  private static Topic topicOf(Arrival arrival) {
    return switch (arrival) {
      case Arrival.OfBus bus -> Topic.source(bus.source());
      case Arrival.OfQueue queue -> Topic.queue(queue.arn());
      case Arrival.OfBucket bucket -> Topic.bucket(bucket.bucket());
    };
  }

  private static boolean isMeant(EventSource source, Arrival arrival) {
    return switch (arrival) {
      case Arrival.OfBus(var from, var type, var detail, _) ->
          source instanceof EventSource.Rule rule
              && rule.sources().contains(from)
              && (rule.detailTypes().isEmpty() || rule.detailTypes().contains(type))
              && rule.detail().fits(detail);
      case Arrival.OfQueue(var arn, _) ->
          source instanceof EventSource.Queue queue && queue.isMeant(arn);
      case Arrival.OfBucket(var bucket, var key, var change, _) ->
          source instanceof EventSource.Bucket asked
              && asked.bucket().equals(bucket)
              && key.startsWith(asked.prefix())
              && key.endsWith(asked.suffix())
              && asked.changes().contains(change);
    };
  }
}
