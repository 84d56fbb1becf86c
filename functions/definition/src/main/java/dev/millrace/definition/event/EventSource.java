package dev.millrace.definition.event;

import dev.millrace.core.DagName;
import dev.millrace.core.RunStatus;
import java.util.List;
import java.util.Set;

/// Where events come from. Each source has an event of its own shape, and says what a run gets and
/// what its key is when the document does not.
public sealed interface EventSource {
  /// What is posted to `/hooks/{dag}`, once it has proved where it comes from. The event is
  /// `{headers, body}`; a run gets the body; without a key each delivery is an event of its own.
  record Webhook(Proof proof) implements EventSource {}

  /// Events of an EventBridge bus. The event is as it came; a run gets its `detail`; the key is its
  /// `id`.
  ///
  /// @param sources values of `source`, one of which it must have
  /// @param detailTypes values of `detail-type`, one of which it must have; none: any
  /// @param detail what its `detail` must be like
  record Rule(List<String> sources, List<String> detailTypes, EventPattern detail)
      implements EventSource {
    /// Copies the lists.
    public Rule {
      sources = List.copyOf(sources);
      detailTypes = List.copyOf(detailTypes);
    }
  }

  /// Messages of an SQS queue. The event is `{id, queue, body, attributes, group?}`; a run gets the
  /// body; the key is the message's id within its queue.
  ///
  /// @param queue its name, or its whole ARN
  record Queue(String queue) implements EventSource {
    /// Whether a queue is meant.
    public boolean isMeant(String arn) {
      return queue.startsWith("arn:")
          ? queue.equals(arn)
          : queue.equals(arn.substring(arn.lastIndexOf(':') + 1));
    }
  }

  /// Changes of the objects in an S3 bucket. The event is `{bucket, key, change, size?, etag?,
  /// version?, sequencer?, at}`, and a run gets that; the key is bucket, key and sequencer.
  ///
  /// @param prefix how the keys begin; may be empty
  /// @param suffix how the keys end; may be empty
  record Bucket(String bucket, String prefix, String suffix, Set<Change> changes)
      implements EventSource {
    /// Copies the set.
    public Bucket {
      changes = Set.copyOf(changes);
    }
  }

  /// What happens to an object.
  enum Change {
    /// It is there, or another version of it.
    CREATED("created"),
    /// It is gone.
    DELETED("deleted");

    private final String word;

    Change(String word) {
      this.word = word;
    }

    /// How documents and events name it.
    public String word() {
      return word;
    }
  }

  /// The ends of another DAG's runs. The event is `{run, dag, version, status, startedAt, endedAt,
  /// error?, output?}`; a run gets that without the output, which may be large; the key is that
  /// very end of that run, whatever the document says.
  ///
  /// @param statuses how the run has ended
  record After(DagName dag, Set<RunStatus> statuses) implements EventSource {
    /// Copies the set.
    public After {
      statuses = Set.copyOf(statuses);
    }
  }

  /// The key by which documents name the source.
  default String word() {
    return switch (this) {
      case Webhook _ -> "webhook";
      case Rule _ -> "rule";
      case Queue _ -> "queue";
      case Bucket _ -> "object";
      case After _ -> "after";
    };
  }

  /// Whether its events come from services of AWS, which a host elsewhere does not hear.
  default boolean isOfAws() {
    return switch (this) {
      case Rule _, Queue _, Bucket _ -> true;
      case Webhook _, After _ -> false;
    };
  }
}
