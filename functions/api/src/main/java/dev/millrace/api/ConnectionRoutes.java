package dev.millrace.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.connection.Connection;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.connection.Connections;
import dev.millrace.engine.text.InstantText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls about connections. What they show is what was put: secrets are only named there.
final class ConnectionRoutes {
  private final Connections connections;

  ConnectionRoutes(Api api) {
    this.connections = api.engine().connections();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/connections", this::list),
        Route.put("/connections/{connection}", this::put),
        Route.get("/connections/{connection}", this::read),
        Route.delete("/connections/{connection}", this::remove));
  }

  private Answer list(Request request) {
    request.query().done();
    var json = JsonNodeFactory.instance.objectNode();
    var all = json.putArray("connections");
    connections.list().forEach(stored -> all.add(described(stored)));
    return Answer.ok(json);
  }

  private Answer put(Request request) throws IOException {
    var name = request.path("connection");
    if (!ConnectionName.isValid(name)) {
      throw new RefusedException(HttpProblem.Kind.WRONG_VALUES, cannotBeNamedSo());
    }
    request.query().done();
    var document = request.body().text();
    var expected = Optional.of(new ConnectionName(name));
    return switch (connections.put(expected, DagRoutes.DOCUMENT, document)) {
      case Connections.Putting.Added(var added) ->
          new Answer.Json(201, named(added), Map.of("Location", "/connections/" + added));
      case Connections.Putting.Changed(var changed) -> Answer.ok(named(changed));
      case Connections.Putting.Unchanged(var standing) -> Answer.ok(named(standing));
      case Connections.Putting.Refused(var problems) ->
          throw new RefusedException(HttpProblem.wrong(problems));
    };
  }

  private Answer read(Request request) {
    var name = name(request);
    request.query().done();
    var stored = connections.find(name).orElseThrow(() -> missing(name));
    return Answer.ok(described(stored).put("document", stored.document()));
  }

  private Answer remove(Request request) {
    var name = name(request);
    request.query().done();
    if (!connections.remove(name)) {
      throw missing(name);
    }
    return new Answer.Nothing();
  }

  private static ConnectionName name(Request request) {
    var name = request.path("connection");
    if (!ConnectionName.isValid(name)) {
      throw new RefusedException(HttpProblem.notFound(cannotBeNamedSo()));
    }
    return new ConnectionName(name);
  }

  private static String cannotBeNamedSo() {
    return "no connection can be named so: a name is " + ConnectionName.RULE;
  }

  private RefusedException missing(ConnectionName name) {
    var names = connections.list().stream().map(stored -> stored.name().text()).toList();
    return new RefusedException(Known.connections(names, name.text()));
  }

  private static ObjectNode named(ConnectionName name) {
    return JsonNodeFactory.instance.objectNode().put("connection", name.text());
  }

  private static ObjectNode described(Connections.Stored stored) {
    var json = named(stored.name()).put("updatedAt", InstantText.of(stored.updatedAt()));
    // A document that this host no longer reads is shown all the same.
    stored.connection().ifPresent(connection -> describe(json, connection));
    return json;
  }

  private static void describe(ObjectNode json, Connection connection) {
    json.put("baseUrl", connection.baseUrl()).put("auth", connection.auth().word());
    json.put("mtls", connection.certificate().isPresent());
  }
}
