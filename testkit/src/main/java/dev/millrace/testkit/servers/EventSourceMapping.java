package dev.millrace.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Receives from a queue and calls a function with batches, as an event source mapping of Lambda
/// does: what the function handled is deleted, what it reports as failed (or all, when it throws
/// or answers wrongly) stays hidden for the rest of its time and comes again, and after its last
/// receive the queue puts it aside. So many calls run at the same time; the queue itself holds back
/// a FIFO group that is being worked on. There is no batching window.
///
/// It also watches what Lambda does not: see [#mistakes].
public final class EventSourceMapping implements AutoCloseable {
  /// Most messages of one receive, and so of one batch without a batching window.
  public static final int BATCH_MAX = 10;

  /// How long one receive waits; Lambda's wait 20 s, which a test that ends would have to wait for.
  private static final Duration WAIT = Duration.ofSeconds(1);

  /// How long [#close] waits for a call.
  static final Duration LAST_CALLS = Duration.ofSeconds(20);

  /// arn:partition:service:region:account:name.
  private static final String REGION = "^arn:[^:]*:[^:]*:([^:]*):.*$";

  private final Settings settings;
  private final QueueServer server;
  private final Function function;
  private final List<String> mistakes = new CopyOnWriteArrayList<>();
  private final List<Thread> pollers = new ArrayList<>();
  private volatile boolean closed;

  /// What a failed batch means.
  public enum Failures {
    /// The function's answer names the failed messages (`ReportBatchItemFailures`).
    BY_MESSAGE,
    /// The function has handled all or throws.
    WHOLE_BATCH
  }

  /// As the template has them.
  ///
  /// @param queue to receive from
  /// @param batchSize messages of one call at most, 1 to [#BATCH_MAX]
  /// @param concurrency calls at the same time at most (`MaximumConcurrency`)
  public record Settings(
      QueueServer.Address queue, int batchSize, int concurrency, Failures failures) {
    /// @throws IllegalArgumentException when Lambda would refuse them, or need a batching window
    public Settings {
      if (batchSize < 1 || batchSize > BATCH_MAX) {
        throw new IllegalArgumentException(
            "a batch of 1 to %d, not %d".formatted(BATCH_MAX, batchSize));
      }
      if (concurrency < 1) {
        throw new IllegalArgumentException("1 or more calls, not " + concurrency);
      }
    }
  }

  /// A function, or a way to one.
  @FunctionalInterface
  public interface Function {
    /// Calls it.
    ///
    /// @param event the event of Lambda for SQS, as JSON
    /// @return its answer as JSON; empty when it gives none
    /// @throws FailedException when it failed, ran into its timeout, or could not be called
    /// @throws InterruptedException when the mapping is closed
    String call(String event) throws FailedException, InterruptedException;
  }

  /// A function failed as a whole.
  public static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /// With the function's words.
    public FailedException(String message) {
      super(message);
    }
  }

  private EventSourceMapping(Settings settings, QueueServer server, Function function) {
    this.settings = settings;
    this.server = server;
    this.function = function;
  }

  /// Begins to receive.
  public static EventSourceMapping start(Settings settings, QueueServer server, Function function) {
    var mapping = new EventSourceMapping(settings, server, function);
    for (var poller = 0; poller < settings.concurrency(); poller++) {
      mapping.pollers.add(Thread.ofVirtual().name("mapping").start(mapping::poll));
    }
    return mapping;
  }

  /// What the function did wrong so far and Lambda would have kept to itself: answers that cannot
  /// be read, and a FIFO message reported as failed without those behind it, which Lambda deletes
  /// and so hands out of order.
  public List<String> mistakes() {
    return List.copyOf(mistakes);
  }

  private void poll() {
    try {
      while (!closed) {
        var batch = server.receive(settings.queue().url(), settings.batchSize(), WAIT);
        if (!batch.isEmpty()) {
          settle(batch);
        }
      }
    } catch (InterruptedException | QueueServer.InterruptedCallException e) {
      // The mapping is closed; what was received and not settled comes again.
    }
  }

  private void settle(List<JsonNode> batch) throws InterruptedException {
    String answer;
    try {
      answer = function.call(event(batch));
    } catch (FailedException e) {
      return; // all of them come again when they are no longer hidden
    }
    var failed = failedIds(batch, answer);
    var handled =
        batch.stream()
            .filter(message -> !failed.contains(message.path("MessageId").asText()))
            .map(message -> message.path("ReceiptHandle").asText())
            .toList();
    server.delete(settings.queue().url(), handled);
  }

  private List<String> failedIds(List<JsonNode> batch, String answer) {
    return switch (settings.failures()) {
      case WHOLE_BATCH -> List.of();
      case BY_MESSAGE -> {
        var failed = BatchAnswer.failedIds(batch, answer, mistakes::add);
        mistakes.addAll(BatchAnswer.outOfOrder(batch, failed));
        yield failed;
      }
    };
  }

  private String event(List<JsonNode> batch) {
    var event = JsonNodeFactory.instance.objectNode();
    var records = event.putArray("Records");
    for (var message : batch) {
      var record = records.addObject();
      record.set("messageId", message.path("MessageId"));
      record.set("receiptHandle", message.path("ReceiptHandle"));
      record.set("body", message.path("Body"));
      record.set("md5OfBody", message.path("MD5OfBody"));
      record.set("attributes", message.path("Attributes"));
      record.putObject("messageAttributes");
      record.put("eventSource", "aws:sqs");
      record.put("eventSourceARN", settings.queue().arn());
      record.put("awsRegion", settings.queue().arn().replaceFirst(REGION, "$1"));
    }
    return event.toString();
  }

  /// Receives nothing more and waits until calls that run have ended, as Lambda lets them; those
  /// that take longer than [#LAST_CALLS] are interrupted, and their messages come again.
  @Override
  public void close() {
    closed = true;
    try {
      for (var poller : pollers) {
        if (!poller.join(LAST_CALLS)) {
          poller.interrupt();
        }
      }
    } catch (InterruptedException e) {
      pollers.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
  }
}
