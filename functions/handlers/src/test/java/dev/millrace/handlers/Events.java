package dev.millrace.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.text.JsonText;
import dev.millrace.testkit.contract.Receiving.Delivery;
import java.util.ArrayList;
import java.util.List;

/// Events made of those under events/ with what a test wants said.
final class Events {
  private Events() {}

  static JsonNode of(Delivery<DispatchMessage> delivery) {
    var event = EventFile.read("dispatch");
    fill(
        (ObjectNode) event.at("/Records/0"),
        delivery.messageId(),
        delivery.receiveCount(),
        MessageFormat.write(delivery.message()));
    return event;
  }

  static JsonNode of(List<Delivery<ResultMessage>> batch) {
    var event = EventFile.read("results");
    var first = event.at("/Records/0");
    var records = ((ObjectNode) event).putArray("Records");
    for (var delivery : batch) {
      ObjectNode record = first.deepCopy();
      fill(
          record,
          delivery.messageId(),
          delivery.receiveCount(),
          MessageFormat.write(delivery.message()));
      ((ObjectNode) record.path("attributes"))
          .put("MessageGroupId", delivery.message().run().text());
      records.add(record);
    }
    return event;
  }

  private static void fill(ObjectNode record, String id, int receives, String body) {
    record.put("messageId", id).put("receiptHandle", "receipt of " + id).put("body", body);
    ((ObjectNode) record.path("attributes"))
        .put("ApproximateReceiveCount", Integer.toString(receives));
  }

  /// Ids of the messages that an answer names as failed.
  static List<String> failures(String answer) {
    var ids = new ArrayList<String>();
    JsonText.read(answer)
        .path("batchItemFailures")
        .forEach(failure -> ids.add(failure.path("itemIdentifier").asText()));
    return ids;
  }
}
