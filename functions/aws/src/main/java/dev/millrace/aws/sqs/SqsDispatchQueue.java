package dev.millrace.aws.sqs;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.Clock;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// The two queues of work over SQS: standard, fair by DAG. Safe for any number of threads.
public final class SqsDispatchQueue implements DispatchQueue {
  /// Messages of one request (fixed by SQS); ten of ours have a few KB.
  private static final int BATCH_MAX = 10;

  /// How often the messages of a batch that were not taken are sent. The first answer came, so this
  /// is not the SDK's retry; beyond it the caller's own message comes back and sends again.
  private static final int SENDINGS_MAX = 4;

  /// SQS does not tell when its oldest message was sent, only how many wait. While any does, the
  /// oldest is taken to have waited for so long (decision 050).
  public static final Duration TAKEN_AGE = Duration.ofMinutes(30);

  /// How long a count is good: reconcile asks for each of many assignments.
  static final Duration COUNTED_FOR = Duration.ofSeconds(10);

  private final SqsClient sqs;
  private final QueueUrls urls;
  private final Clock clock;
  private final Map<Lane, Counted> counts = new ConcurrentHashMap<>();

  private record Counted(boolean someWait, Instant at) {}

  /// Sends with this client.
  public SqsDispatchQueue(SqsClient sqs, QueueUrls urls, Clock clock) {
    this.sqs = sqs;
    this.urls = urls;
    this.clock = clock;
  }

  @Override
  public void send(Lane lane, List<? extends DispatchMessage> messages, Duration delay) {
    if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
      throw new IllegalArgumentException("a delay of 0 to " + DELAY_MAX + ", not " + delay);
    }
    for (var from = 0; from < messages.size(); from += BATCH_MAX) {
      var to = Math.min(messages.size(), from + BATCH_MAX);
      send(urls.of(lane), entries(messages.subList(from, to), wholeSeconds(delay)));
    }
  }

  /// Rounded up: a wake that came early would only be sent back to wait.
  private static int wholeSeconds(Duration delay) {
    return Math.toIntExact(delay.plusSeconds(1).minusNanos(1).toSeconds());
  }

  private static List<SendMessageBatchRequestEntry> entries(
      List<? extends DispatchMessage> messages, int delaySeconds) {
    var entries = new ArrayList<SendMessageBatchRequestEntry>(messages.size());
    for (var message : messages) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .messageBody(MessageFormat.write(message))
              .messageGroupId(GroupIds.ofWork(message.run()))
              .delaySeconds(delaySeconds)
              .build());
    }
    return entries;
  }

  private void send(String url, List<SendMessageBatchRequestEntry> entries) {
    var unsent = entries;
    List<BatchResultErrorEntry> faults = List.of();
    for (var sending = 0; sending < SENDINGS_MAX && !unsent.isEmpty(); sending++) {
      var now = unsent;
      faults = sqs.sendMessageBatch(batch -> batch.queueUrl(url).entries(now)).failed();
      var failed = faults.stream().map(BatchResultErrorEntry::id).collect(Collectors.toSet());
      unsent = now.stream().filter(entry -> failed.contains(entry.id())).toList();
    }
    if (!unsent.isEmpty()) {
      var first = faults.getFirst();
      throw new UnsentException(
          "%d of %d messages could not be sent to %s: %s %s"
              .formatted(unsent.size(), entries.size(), url, first.code(), first.message()));
    }
  }

  /// [#TAKEN_AGE] ago while anything waits. The count that SQS gives lags by up to a minute.
  @Override
  public Optional<Instant> oldest(Lane lane) {
    var now = clock.now();
    var known = counts.get(lane);
    var counted =
        known != null && now.isBefore(known.at().plus(COUNTED_FOR)) ? known : count(lane, now);
    return counted.someWait() ? Optional.of(now.minus(TAKEN_AGE)) : Optional.empty();
  }

  private Counted count(Lane lane, Instant now) {
    var name = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    var attributes =
        sqs.getQueueAttributes(query -> query.queueUrl(urls.of(lane)).attributeNames(name))
            .attributes();
    var counted = new Counted(!"0".equals(attributes.get(name)), now);
    counts.put(lane, counted);
    return counted;
  }
}
