package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;

/// The JSON Schema (draft 2020-12) of DAG documents, for editors. It knows shapes and not how tasks
/// hang together: [DagReader] decides.
public final class DagSchema {
  private static final String RESOURCE = "dag.schema.json";

  private DagSchema() {}

  /// The schema with the arguments of these task kinds. The caller may change it.
  public static JsonNode of(Collection<? extends ActionKind> kinds) {
    return of(kinds, ActionLibrary.EMPTY);
  }

  /// The same with those of actions that documents may use without declaring them.
  public static JsonNode of(Collection<? extends ActionKind> kinds, ActionLibrary library) {
    var schema = base();
    var definitions = (ObjectNode) schema.path("$defs");
    var task = (ObjectNode) definitions.path("task");
    var actions = (ObjectNode) task.path("properties");
    var oneAction = task.putArray("oneOf");
    for (var kind : kinds) {
      var name = "action_" + kind.name();
      definitions.set(name, schemaOf(kind));
      actions.putObject(kind.name()).put("$ref", "#/$defs/" + name);
      oneAction.addObject().putArray("required").add(kind.name());
    }
    for (var action : library.actions()) {
      // Values may be expressions, which are texts, so an editor is told names and no types.
      var described = actions.putObject(action.name());
      described.put("description", action.description());
      var properties = described.putObject("properties");
      action
          .params()
          .path("properties")
          .forEachEntry(
              (name, of) ->
                  properties
                      .putObject(name)
                      .put("description", of.path("description").asText(name)));
      oneAction.addObject().putArray("required").add(action.name());
    }
    return schema;
  }

  private static JsonNode schemaOf(ActionKind kind) {
    var schema = kind.schema().deepCopy();
    if (kind.holdsTasks() && schema instanceof ObjectNode group) {
      group.putObject("additionalProperties").put("$ref", "#/$defs/task");
    }
    return schema;
  }

  private static ObjectNode base() {
    try (var in = DagSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing beside its class");
      }
      return (ObjectNode) new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
