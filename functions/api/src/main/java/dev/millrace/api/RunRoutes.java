package dev.millrace.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.core.DagName;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.RemoveRun;
import dev.millrace.engine.store.RunPage;
import dev.millrace.engine.store.RunQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Calls that read and remove runs.
final class RunRoutes {
  private static final int LISTED = 50;

  private final Api api;

  RunRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/runs", this::list),
        Route.get("/runs/{run}", this::read),
        Route.get("/runs/{run}/payloads/{payload}", this::payload),
        Route.delete("/runs/{run}", this::remove));
  }

  private Answer list(Request request) {
    var query = request.query("dag", "status", "from", "to", "limit", "cursor");
    var dag =
        query.read(
            "dag",
            text -> DagName.isValid(text) ? Optional.of(new DagName(text)) : Optional.empty(),
            "the name of a DAG");
    var status = query.read("status", RunRoutes::status, "one of " + statuses());
    var from = query.read("from", RunRoutes::instant, "an instant such as 2026-11-23T06:00:00Z");
    var to = query.read("to", RunRoutes::instant, "an instant such as 2026-11-23T06:00:00Z");
    var limit = query.number("limit", 1, RunQuery.LIMIT_MAX, LISTED);
    query.done();
    var page = page(new RunQuery(dag, status, from, to, limit, query.text("cursor")));
    var json = JsonNodeFactory.instance.objectNode();
    var runs = json.putArray("runs");
    page.runs().forEach(record -> runs.add(api.engine().readRun().summary(record)));
    json.put("cursor", page.next().orElse(null));
    return Answer.ok(json);
  }

  private RunPage page(RunQuery query) {
    try {
      return api.runs().list(query);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          Kind.WRONG_VALUES, "the cursor is none that a page gave; begin again without it");
    }
  }

  private static Optional<RunStatus> status(String text) {
    return Arrays.stream(RunStatus.values()).filter(s -> s.name().equals(text)).findFirst();
  }

  private static String statuses() {
    return Arrays.stream(RunStatus.values()).map(Enum::name).collect(Collectors.joining(", "));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty(); // the query says what it should be
    }
  }

  private Answer read(Request request) {
    var run = request.run();
    var query = request.query("tasks");
    var tasks =
        query.read(
            "tasks",
            text -> text.equals("all") ? Optional.of(ReadRun.Tasks.ALL) : Optional.empty(),
            "\"all\"");
    query.done();
    return api.engine()
        .readRun()
        .show(run, tasks.orElse(ReadRun.Tasks.COUNTED))
        .map(Answer::ok)
        .orElseThrow(() -> new RefusedException(Known.run(run)));
  }

  /// What a task has stored: the key in its result is `run/RUN/PAYLOAD`.
  private Answer payload(Request request) {
    var run = request.run();
    request.query().done();
    var name = request.path("payload");
    try {
      return new Answer.Bytes(api.payloads().open("run/" + run + "/" + name));
    } catch (IllegalStateException e) {
      throw new RefusedException(
          HttpProblem.notFound("run %s has stored nothing named %s".formatted(run, name)));
    }
  }

  private Answer remove(Request request) {
    var run = request.run();
    request.query().done();
    return switch (api.engine().removeRun().remove(run, request.invocation())) {
      case RemoveRun.Removal.Removed _ -> new Answer.Nothing();
      case RemoveRun.Removal.Unknown _ -> throw new RefusedException(Known.run(run));
      case RemoveRun.Removal.StillOpen(var status) ->
          throw new RefusedException(
              Kind.CONFLICT,
              "run %s is %s; only a run that has ended can be removed: cancel it first"
                  .formatted(run, status));
    };
  }
}
