package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// Waits without a worker: `wait: {for: 5m}`.
final class WaitKind implements ActionKind {
  @Override
  public String name() {
    return "wait";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    var text = arguments.path("for").asText("");
    if (text.contains("${")) {
      return List.of();
    }
    return switch (Durations.read(text, Durations.Zero.ALLOWED)) {
      case Durations.Exact _ -> List.of();
      case Durations.Wrong wrong ->
          List.of(new ArgumentProblem("/for", "for " + wrong.rule() + ".", wrong.mend()));
    };
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(true, true);
  }

  @Override
  public JsonNode schema() {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.put("additionalProperties", false).putArray("required").add("for");
    schema
        .putObject("properties")
        .putObject("for")
        .put("description", "How long.")
        .put("type", "string");
    return schema;
  }
}
