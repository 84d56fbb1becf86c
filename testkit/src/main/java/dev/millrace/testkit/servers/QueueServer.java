package dev.millrace.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// The few calls of SQS that tests make beside the product's own: they make queues, look into them
/// and receive as Lambda does. Speaks SQS's JSON protocol without the SDK, so that whatever is
/// tested does not test itself. Safe for any number of threads.
public final class QueueServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// How to make a queue.
  ///
  /// @param name of a FIFO queue with `.fifo` at its end
  /// @param visibility how long a received message stays hidden; whole seconds
  /// @param receivesMax after so many receives a message goes to `deadLetterArn`; both or neither
  ///     count: 0 means never
  public record Queue(String name, Duration visibility, int receivesMax, String deadLetterArn) {
    /// A queue without a dead-letter queue.
    public static Queue of(String name, Duration visibility) {
      return new Queue(name, visibility, 0, "");
    }

    /// Whether it keeps the order of groups.
    public boolean isFifo() {
      return name.endsWith(".fifo");
    }
  }

  /// A queue that was made.
  public record Address(String url, String arn) {}

  /// Calls the server there.
  public QueueServer(URI endpoint) {
    this.endpoint = endpoint;
  }

  /// Makes a queue, with the attributes that the stack gives its own.
  public Address create(Queue queue) {
    var attributes = JsonNodeFactory.instance.objectNode();
    attributes.put("VisibilityTimeout", Long.toString(queue.visibility().toSeconds()));
    if (queue.isFifo()) {
      attributes.put("FifoQueue", "true");
      attributes.put("DeduplicationScope", "messageGroup");
      attributes.put("FifoThroughputLimit", "perMessageGroupId");
    }
    if (queue.receivesMax() > 0) {
      attributes.put(
          "RedrivePolicy",
          JsonNodeFactory.instance
              .objectNode()
              .put("deadLetterTargetArn", queue.deadLetterArn())
              .put("maxReceiveCount", Integer.toString(queue.receivesMax()))
              .toString());
    }
    var body = JsonNodeFactory.instance.objectNode().put("QueueName", queue.name());
    body.set("Attributes", attributes);
    var url = call("CreateQueue", body).path("QueueUrl").asText();
    return new Address(url, attribute(url, "QueueArn"));
  }

  /// One attribute of a queue, such as `ApproximateNumberOfMessages`.
  public String attribute(String url, String name) {
    var body = query(url);
    body.putArray("AttributeNames").add(name);
    return call("GetQueueAttributes", body).path("Attributes").path(name).asText();
  }

  /// Sends a text to a standard queue.
  public void send(String url, String text) {
    call("SendMessage", query(url).put("MessageBody", text));
  }

  /// Sends a text to a FIFO queue.
  public void send(String url, String group, String deduplicationId, String text) {
    call(
        "SendMessage",
        query(url)
            .put("MessageBody", text)
            .put("MessageGroupId", group)
            .put("MessageDeduplicationId", deduplicationId));
  }

  /// Receives messages as SQS describes them, with all their attributes; hidden for as long as the
  /// queue says.
  ///
  /// @param max 1 to 10
  /// @param wait how long to wait for the first one; whole seconds, at most 20
  public List<JsonNode> receive(String url, int max, Duration wait) {
    var body = query(url).put("MaxNumberOfMessages", max).put("WaitTimeSeconds", wait.toSeconds());
    body.putArray("AttributeNames").add("All");
    body.putArray("MessageAttributeNames").add("All");
    return List.copyOf(call("ReceiveMessage", body).path("Messages").valueStream().toList());
  }

  /// Hides a received message for so long from now on.
  public void changeVisibility(String url, String receiptHandle, Duration hidden) {
    call(
        "ChangeMessageVisibility",
        query(url)
            .put("ReceiptHandle", receiptHandle)
            .put("VisibilityTimeout", hidden.toSeconds()));
  }

  /// Removes received messages, at most 10.
  public void delete(String url, Collection<String> receiptHandles) {
    if (receiptHandles.isEmpty()) {
      return;
    }
    var body = query(url);
    var entries = body.putArray("Entries");
    for (var handle : receiptHandles) {
      entries.addObject().put("Id", "m" + entries.size()).put("ReceiptHandle", handle);
    }
    var failed = call("DeleteMessageBatch", body).path("Failed");
    if (!failed.isEmpty()) {
      throw new IllegalStateException("not deleted: " + failed);
    }
  }

  private static ObjectNode query(String url) {
    return JsonNodeFactory.instance.objectNode().put("QueueUrl", url);
  }

  private JsonNode call(String action, ObjectNode body) {
    var request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AmazonSQS." + action)
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            "%s gave %d: %s".formatted(action, response.statusCode(), response.body()));
      }
      return response.body().isEmpty()
          ? JsonNodeFactory.instance.objectNode()
          : JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(action + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedCallException(action, e);
    }
  }

  /// The thread was interrupted while it waited for an answer.
  static final class InterruptedCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedCallException(String action, InterruptedException cause) {
      super(action + " was interrupted", cause);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
