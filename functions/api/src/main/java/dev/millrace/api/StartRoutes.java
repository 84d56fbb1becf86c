package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.core.RunId;
import dev.millrace.definition.Problem;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.store.RunRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The call that starts runs.
final class StartRoutes {
  private final Api api;

  StartRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(Route.post("/dags/{dag}/runs", this::start));
  }

  private Answer start(Request request) throws IOException {
    var dag = request.dag();
    request.query().done();
    var fields = Fields.of(request.body(), "name", "input", "version");
    var name = fields.read("name", StartRoutes::startName, "a name of 1 to 64 of A-Za-z0-9._-");
    var input = fields.any("input").orElseGet(JsonNodeFactory.instance::objectNode);
    var version = fields.read("version", StartRoutes::version, "the number of a version, from 1");
    fields.done();
    var start =
        api.engine()
            .startRun()
            .start(
                new StartRun.Request(
                    dag, name, input, version.map(OptionalInt::of).orElseGet(OptionalInt::empty)),
                request.invocation());
    return switch (start) {
      case StartRun.Start.Started(var record) ->
          new Answer.Json(201, shown(record), Map.of("Location", "/runs/" + record.run()));
      case StartRun.Start.Again(var record) -> Answer.ok(shown(record));
      case StartRun.Start.OtherInput(var record) ->
          throw new RefusedException(
              Kind.CONFLICT,
              "run %s was started before with another input; use another name"
                  .formatted(record.run()));
      case StartRun.Start.UnknownDag(var what) ->
          throw new RefusedException(
              version
                  .map(wanted -> Known.version(api.dags(), dag, wanted))
                  .orElseGet(() -> Known.dags(api.dags(), what)));
      case StartRun.Start.WrongInput(var problems) ->
          throw new RefusedException(HttpProblem.wrong(inBody(fields.sent(), problems)));
    };
  }

  private JsonNode shown(RunRecord record) {
    return api.engine().readRun().show(record, ReadRun.Tasks.COUNTED);
  }

  /// Problems of an input, at their places in the body that it was sent in.
  static List<Problem> inBody(SentValue sent, List<Problem> problems) {
    return problems.stream()
        .map(
            problem -> sent.problemAt("/input" + problem.path(), problem.message(), problem.mend()))
        .toList();
  }

  private static Optional<String> startName(JsonNode value) {
    return value.isTextual() && RunId.isValidStartName(value.textValue())
        ? Optional.of(value.textValue())
        : Optional.empty();
  }

  private static Optional<Integer> version(JsonNode value) {
    return value.isInt() && value.intValue() > 0 ? Optional.of(value.intValue()) : Optional.empty();
  }
}
