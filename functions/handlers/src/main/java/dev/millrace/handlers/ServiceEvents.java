package dev.millrace.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.event.EventSource.Change;
import dev.millrace.engine.StartByEvent.Arrived;
import dev.millrace.engine.event.StartByArrival.Arrival;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes events of what services of AWS send. All of them deliver at least once, so each event has
/// a key that its service gives it. Shapes: events/start-rule.json, start-object-rule.json,
/// start-object.json, start-queue.json.
final class ServiceEvents {
  private static final String S3 = "aws.s3";

  private ServiceEvents() {}

  /// An event of a bus: what it is, and with events of S3 the change of an object too.
  static List<Arrival> ofBus(JsonNode event) {
    var source = event.path("source").asText();
    var type = event.path("detail-type").asText();
    var detail = event.path("detail");
    var arrivals = new ArrayList<Arrival>();
    arrivals.add(
        new Arrival.OfBus(
            source, type, detail, new Arrived(event, detail, key(event.path("id").asText()))));
    if (source.equals(S3)) {
      changeOf(type.endsWith(" Created"), type.endsWith(" Deleted"))
          .ifPresent(
              change ->
                  arrivals.add(
                      object(
                          detail.at("/bucket/name").asText(),
                          detail.path("object"),
                          // EventBridge sends keys as they are.
                          detail.at("/object/key").asText(),
                          "version-id",
                          change,
                          event.path("time").asText())));
    }
    return arrivals;
  }

  /// Notifications that a bucket sends itself.
  static List<Arrival> ofBuckets(JsonNode records) {
    var arrivals = new ArrayList<Arrival>();
    for (var record : records) {
      var name = record.path("eventName").asText();
      var object = record.at("/s3/object");
      changeOf(name.startsWith("ObjectCreated:"), name.startsWith("ObjectRemoved:"))
          .ifPresent(
              change ->
                  arrivals.add(
                      object(
                          record.at("/s3/bucket/name").asText(),
                          object,
                          // Notifications send keys as forms write them, blanks as plus signs.
                          URLDecoder.decode(object.path("key").asText(), StandardCharsets.UTF_8),
                          "versionId",
                          change,
                          record.path("eventTime").asText())));
    }
    return arrivals;
  }

  private static Optional<Change> changeOf(boolean isCreated, boolean isDeleted) {
    if (isCreated) {
      return Optional.of(Change.CREATED);
    }
    return isDeleted ? Optional.of(Change.DELETED) : Optional.empty();
  }

  private static Arrival object(
      String bucket, JsonNode object, String key, String version, Change change, String at) {
    var event = JsonNodeFactory.instance.objectNode();
    event.put("bucket", bucket).put("key", key).put("change", change.word());
    copy(object, "size", event, "size");
    // The one writes eTag, the other etag.
    copy(object, "eTag", event, "etag");
    copy(object, "etag", event, "etag");
    copy(object, version, event, "version");
    copy(object, "sequencer", event, "sequencer");
    event.put("at", at);
    // Both ways of telling give the same sequencer for the same change.
    var sequencer = object.path("sequencer").asText();
    var same =
        sequencer.isEmpty()
            ? Optional.<String>empty()
            : key(String.join("\n", bucket, key, change.word(), sequencer));
    return new Arrival.OfBucket(bucket, key, change, new Arrived(event, event, same));
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    var value = from.path(name);
    if (!value.isMissingNode()) {
      to.set(as, value);
    }
  }

  /// A message of a queue.
  static Arrival ofQueue(JsonNode record) {
    var arn = record.path("eventSourceARN").asText();
    var id = record.path("messageId").asText();
    var event = JsonNodeFactory.instance.objectNode();
    event.put("id", id).put("queue", arn.substring(arn.lastIndexOf(':') + 1));
    var body = body(record.path("body").asText());
    event.set("body", body);
    var attributes = event.putObject("attributes");
    record
        .path("messageAttributes")
        .properties()
        .forEach(
            attribute -> {
              var text = attribute.getValue().path("stringValue");
              attributes.set(
                  attribute.getKey(),
                  text.isMissingNode() ? attribute.getValue().path("binaryValue") : text);
            });
    var group = record.at("/attributes/MessageGroupId");
    if (group.isTextual()) {
      event.set("group", group);
    }
    return new Arrival.OfQueue(arn, new Arrived(event, body, key(arn + "\n" + id)));
  }

  /// JSON where it is, the text itself where not.
  private static JsonNode body(String text) {
    try {
      return JsonText.read(text);
    } catch (StoredTextException e) {
      return TextNode.valueOf(text);
    }
  }

  private static Optional<String> key(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
