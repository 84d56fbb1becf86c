package dev.millrace.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.DagName;
import dev.millrace.definition.Definition;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.engine.text.InstantText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls about DAGs and their versions.
final class DagRoutes {
  /// The name that problems show for a document that was sent.
  static final String DOCUMENT = "document";

  private final Api api;

  DagRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/dags", this::list),
        Route.put("/dags/{dag}", this::put),
        Route.get("/dags/{dag}", this::read),
        Route.delete("/dags/{dag}", this::remove));
  }

  private Answer list(Request request) {
    request.query().done();
    var json = JsonNodeFactory.instance.objectNode();
    var dags = json.putArray("dags");
    api.dags().list().forEach(version -> dags.add(described(version)));
    return Answer.ok(json);
  }

  private Answer put(Request request) throws IOException {
    var dag = wellNamed(request);
    request.query().done();
    var document = request.body().text();
    return switch (api.engine().putDag().put(Optional.of(dag), DOCUMENT, document)) {
      case PutDag.Putting.Added(var name, var version) ->
          new Answer.Json(201, put(name, version), Map.of("Location", "/dags/" + name));
      case PutDag.Putting.Unchanged(var name, var version) -> Answer.ok(put(name, version));
      case PutDag.Putting.Refused(var problems) ->
          throw new RefusedException(HttpProblem.wrong(problems));
    };
  }

  /// A name that no DAG can have is a mistake here, not something that is not found.
  private static DagName wellNamed(Request request) {
    var name = request.path("dag");
    if (!DagName.isValid(name)) {
      throw new RefusedException(
          HttpProblem.Kind.WRONG_VALUES,
          "no DAG can be named so: a name is a letter, then up to 79 of A-Za-z0-9_-");
    }
    return new DagName(name);
  }

  private static ObjectNode named(DagName dag, int version) {
    return JsonNodeFactory.instance.objectNode().put("dag", dag.text()).put("version", version);
  }

  private ObjectNode put(DagName dag, int version) {
    var json = named(dag, version);
    var warnings = api.engine().putDag().warnings(dag);
    if (!warnings.isEmpty()) {
      warnings.forEach(json.putArray("warnings")::add);
    }
    return json;
  }

  private Answer read(Request request) {
    var dag = request.dag();
    var query = request.query("version");
    var wanted =
        query.read(
            "version",
            text -> Numbers.whole(text).filter(number -> number > 0),
            "the number of a version, from 1");
    query.done();
    var found = wanted.isPresent() ? api.dags().version(dag, wanted.get()) : api.dags().latest(dag);
    if (found.isEmpty()) {
      throw new RefusedException(
          wanted
              .map(missing -> Known.version(api.dags(), dag, missing))
              .orElseGet(() -> Known.dags(api.dags(), "no DAG " + dag)));
    }
    var version = found.get();
    return Answer.ok(described(version).put("document", version.document()));
  }

  private Answer remove(Request request) {
    var dag = request.dag();
    request.query().done();
    if (!api.engine().removeDag().remove(dag)) {
      throw new RefusedException(Known.dags(api.dags(), "no DAG " + dag));
    }
    return new Answer.Nothing();
  }

  private ObjectNode described(DagVersion version) {
    var json =
        named(version.dag(), version.version()).put("createdAt", InstantText.of(version.created()));
    // A document that this host no longer reads is shown all the same.
    api.engine().plans().find(version).ifPresent(definition -> describe(json, definition));
    return json;
  }

  private static void describe(ObjectNode json, Definition definition) {
    json.put("description", definition.description().orElse(null));
    var tags = json.putArray("tags");
    definition.tags().forEach(tags::add);
    json.put("tasks", definition.plan().size());
  }
}
