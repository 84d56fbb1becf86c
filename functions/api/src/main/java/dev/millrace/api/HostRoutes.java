package dev.millrace.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import dev.millrace.engine.connection.ConnectionReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Calls about the host itself and about documents that are not stored.
final class HostRoutes {
  private final Api api;

  HostRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/validate", this::validate),
        Route.get("/actions", this::actions),
        Route.get("/health", this::health),
        Route.get("/openapi.json", this::description));
  }

  private Answer validate(Request request) throws IOException {
    request.query().done();
    var document = request.body().text();
    var problems = ConnectionReader.isMeantBy(document) ? ofConnection(document) : ofDag(document);
    var json = JsonNodeFactory.instance.objectNode();
    json.set("problems", ProblemJson.list(problems));
    return Answer.ok(json);
  }

  private List<Problem> ofDag(String document) {
    return switch (api.engine().plans().reader().read(DagRoutes.DOCUMENT, document)) {
      case Reading.Accepted _ -> List.of();
      case Reading.Refused(var found) -> found;
    };
  }

  private static List<Problem> ofConnection(String document) {
    return switch (ConnectionReader.read(DagRoutes.DOCUMENT, document)) {
      case ConnectionReader.Reading.Accepted _ -> List.of();
      case ConnectionReader.Reading.Refused(var found) -> found;
    };
  }

  private Answer actions(Request request) {
    request.query().done();
    var json = JsonNodeFactory.instance.objectNode();
    var actions = json.putArray("actions");
    for (var kind : api.kinds()) {
      actions
          .addObject()
          .put("action", kind.name())
          .put("from", "built in")
          .set("schema", kind.schema());
    }
    for (var action : api.engine().plans().reader().library().actions()) {
      actions
          .addObject()
          .put("action", action.name())
          .put("from", action.from())
          .set("schema", action.params());
    }
    return Answer.ok(json);
  }

  /// Reads from the store, so that a host that cannot is not called healthy.
  private Answer health(Request request) {
    request.query().done();
    var _ = api.runs().due(Instant.EPOCH, 1);
    if (!api.isWorking().getAsBoolean()) {
      throw new RefusedException(
          HttpProblem.Kind.BUSY, "the host no longer works; its log says why: start it again");
    }
    return Answer.ok(JsonNodeFactory.instance.objectNode().put("status", "ok"));
  }

  private Answer description(Request request) {
    request.query().done();
    return new Answer.Ready(openApi());
  }

  /// The description of this API: OpenAPI 3.1.
  static String openApi() {
    try (InputStream in = HostRoutes.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is not beside its class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
