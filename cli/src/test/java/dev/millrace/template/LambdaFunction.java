package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/// A function of the stack, with what holds for all of them.
record LambdaFunction(Resource resource, JsonNode globals) {
  private static final String PREFIX = "${NamePrefix}-";

  /// What calls it.
  record Event(String id, JsonNode node) {
    boolean isOf(String type) {
      return node.path("Type").asText().equals(type);
    }

    JsonNode property(String name) {
      return node.path("Properties").path(name);
    }
  }

  /// Without the prefix.
  String name() {
    return resource.property("FunctionName").path("Fn::Sub").asText().substring(PREFIX.length());
  }

  /// Its own, else that of all.
  JsonNode setting(String name) {
    var own = resource.property(name);
    return own.isMissingNode() ? globals.path(name) : own;
  }

  /// SAM lays the settings of logs over those of all.
  JsonNode logging(String name) {
    var own = resource.property("LoggingConfig").path(name);
    return own.isMissingNode() ? globals.path("LoggingConfig").path(name) : own;
  }

  Duration timeout() {
    return Duration.ofSeconds(setting("Timeout").asLong());
  }

  String handler() {
    return resource.property("Handler").asText();
  }

  List<Event> events() {
    return resource.property("Events").properties().stream()
        .map(entry -> new Event(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// The events of queues.
  List<Event> polled() {
    return events().stream().filter(event -> event.isOf("SQS")).toList();
  }

  List<String> rates() {
    return events().stream()
        .filter(event -> event.isOf("Schedule"))
        .map(event -> event.property("Schedule").asText())
        .toList();
  }

  String but(String problem) {
    return resource.but(problem);
  }
}
