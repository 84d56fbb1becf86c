package dev.millrace.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A batch of messages of one queue, as Lambda's event source mapping for SQS sends it, and the
/// answer that names those which are to come back.
///
/// @param queue name of the queue; empty when there is no message
record QueueBatch(String queue, List<QueueMessage> messages) {
  QueueBatch {
    messages = List.copyOf(messages);
  }

  /// Reads an event.
  ///
  /// @throws StoredTextException when it is no batch
  static QueueBatch read(InputStream in) throws IOException {
    var records = JsonText.readUtf8(in.readAllBytes()).path("Records");
    if (!records.isArray()) {
      throw new StoredTextException("the event is no batch of messages: it has no Records");
    }
    var messages = new ArrayList<QueueMessage>(records.size());
    for (var record : records) {
      messages.add(message(record));
    }
    var arn = records.path(0).path("eventSourceARN").asText();
    return new QueueBatch(arn.substring(arn.lastIndexOf(':') + 1), messages);
  }

  private static QueueMessage message(JsonNode record) {
    var attributes = record.path("attributes");
    return new QueueMessage(
        record.path("messageId").asText(),
        record.path("receiptHandle").asText(),
        record.path("body").asText(),
        attributes.path("ApproximateReceiveCount").asInt(1),
        Instant.ofEpochMilli(attributes.path("SentTimestamp").asLong()),
        attributes.path("MessageGroupId").asText());
  }

  /// The messages that must come back when some of a FIFO queue must: with each, all later ones of
  /// its group, or SQS would hand those out before it.
  Set<String> andLaterOfGroup(Set<String> failed) {
    var groups = new HashSet<String>();
    var all = new HashSet<String>();
    for (var message : messages) {
      if (failed.contains(message.id()) || groups.contains(message.group())) {
        groups.add(message.group());
        all.add(message.id());
      }
    }
    return all;
  }

  /// Answers that these messages are to come back and all others are done.
  static void answer(OutputStream out, Set<String> comeBack) throws IOException {
    var text =
        JsonText.write(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("batchItemFailures");
              for (var id : comeBack) {
                json.writeStartObject();
                json.writeStringField("itemIdentifier", id);
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
