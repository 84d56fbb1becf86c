package dev.millrace.engine.event;

import dev.millrace.core.DagName;
import dev.millrace.definition.event.EventSource;
import java.util.List;

/// What DAGs subscribe to: a part of an event that is known before any DAG is read.
///
/// @param text owner of the entries that say which DAGs do
public record Topic(String text) {
  /// The ends of a DAG's runs.
  static Topic endsOf(DagName dag) {
    return new Topic("after:" + dag);
  }

  /// Events of a bus with that `source`.
  static Topic source(String source) {
    return new Topic("rule:" + source);
  }

  /// Messages of a queue, by its name alone.
  static Topic queue(String nameOrArn) {
    return new Topic("queue:" + nameOrArn.substring(nameOrArn.lastIndexOf(':') + 1));
  }

  /// Objects of a bucket.
  static Topic bucket(String bucket) {
    return new Topic("object:" + bucket);
  }

  /// The topics that hold all events of a source; none for a webhook, whose address names its DAG.
  static List<Topic> of(EventSource source) {
    return switch (source) {
      case EventSource.Webhook _ -> List.of();
      case EventSource.Rule rule -> rule.sources().stream().map(Topic::source).toList();
      case EventSource.Queue(var queue) -> List.of(queue(queue));
      case EventSource.Bucket bucket -> List.of(bucket(bucket.bucket()));
      case EventSource.After after -> List.of(endsOf(after.dag()));
    };
  }
}
