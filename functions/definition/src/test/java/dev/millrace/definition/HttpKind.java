package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.expression.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// As much of a task kind for HTTP as reading documents touches: addresses, a condition on the
/// result, and callbacks that park.
final class HttpKind implements ActionKind {
  private static final List<String> METHODS = List.of("get", "post", "put");
  private static final List<String> OTHERS =
      List.of("query", "headers", "json", "connection", "expect", "callback");

  @Override
  public String name() {
    return "http";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    if (!arguments.isObject()) {
      return List.of(
          new ArgumentProblem(
              "", "the arguments must be a map.", "Write http: {get: \"https://...\"}."));
    }
    var problems = new ArrayList<ArgumentProblem>();
    if (METHODS.stream().noneMatch(arguments::has)) {
      problems.add(new ArgumentProblem("", "no address is given.", "Add get, post or put."));
    }
    for (var method : METHODS) {
      if (arguments.has(method) && !arguments.get(method).isTextual()) {
        problems.add(
            new ArgumentProblem("/" + method, method + " must be an address.", "Write a text."));
      }
    }
    for (var field : arguments.properties()) {
      if (!METHODS.contains(field.getKey()) && !OTHERS.contains(field.getKey())) {
        problems.add(
            new ArgumentProblem(
                "/" + field.getKey(),
                "there is no argument \"" + field.getKey() + "\".",
                "Take it out."));
      }
    }
    return problems;
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(waitsForCallback(arguments), !arguments.has("post"));
  }

  @Override
  public Set<String> addressKeys() {
    return Set.copyOf(METHODS);
  }

  @Override
  public Set<String> deferredArguments() {
    return Set.of("/expect/when");
  }

  @Override
  public Set<Root> extraRoots(JsonNode arguments) {
    return waitsForCallback(arguments) ? Set.of(Root.CALLBACK) : Set.of();
  }

  @Override
  public JsonNode schema() {
    var schema = JsonNodeFactory.instance.objectNode();
    schema.put("description", "An HTTP request.").put("type", "object");
    schema.put("additionalProperties", false);
    var properties = schema.putObject("properties");
    METHODS.forEach(method -> properties.putObject(method).put("type", "string"));
    OTHERS.forEach(properties::putObject);
    return schema;
  }

  private static boolean waitsForCallback(JsonNode arguments) {
    return arguments instanceof ObjectNode object && object.path("callback").asBoolean();
  }
}
