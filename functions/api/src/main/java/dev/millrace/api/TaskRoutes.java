package dev.millrace.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.store.RunRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Calls that read the tasks of a run and watch them change.
final class TaskRoutes {
  private static final int LISTED = 500;
  private static final Set<String> STATUSES =
      Set.of(
          "WAITING",
          "DISPATCHED",
          "RUNNING",
          "RETRYING",
          "PARKED",
          "SUCCEEDED",
          "FAILED",
          "SKIPPED",
          "UPSTREAM_FAILED",
          "CANCELLED");

  private final Api api;

  TaskRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/runs/{run}/tasks", this::list),
        Route.get("/runs/{run}/tasks/{task}", this::read),
        Route.get("/runs/{run}/events", this::events));
  }

  private Answer list(Request request) {
    var run = request.run();
    var query = request.query("status", "limit", "cursor");
    var status =
        query.read(
            "status",
            text -> STATUSES.contains(text) ? Optional.of(text) : Optional.empty(),
            "one of " + String.join(", ", new TreeSet<>(STATUSES)));
    var limit = query.number("limit", 1, LISTED, LISTED);
    // The place in the document after the last task that was told.
    var from = query.number("cursor", 0, Integer.MAX_VALUE, 0);
    query.done();
    var shown = api.engine().readRun().show(load(run), ReadRun.Tasks.ALL).withArray("tasks");
    return Answer.ok(page(shown, status, from, limit));
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode page(
      ArrayNode all, Optional<String> status, int from, int limit) {
    var json = JsonNodeFactory.instance.objectNode();
    var tasks = json.putArray("tasks");
    var at = from;
    for (; at < all.size() && tasks.size() < limit; at++) {
      var task = all.get(at);
      if (status.isEmpty() || task.path("status").asText().equals(status.get())) {
        tasks.add(task);
      }
    }
    if (at < all.size()) {
      json.put("cursor", Integer.toString(at));
    } else {
      json.putNull("cursor");
    }
    return json;
  }

  private Answer read(Request request) {
    var run = request.run();
    var task = request.task();
    request.query().done();
    return api.engine()
        .readRun()
        .task(run, task)
        .map(Answer::ok)
        .orElseThrow(() -> new RefusedException(unknown(run, task)));
  }

  private HttpProblem unknown(RunId run, TaskName task) {
    var definition = api.engine().plans().of(load(run));
    var names = definition.tasks().stream().map(known -> known.name().text()).toList();
    return Known.task(run, task.text(), names);
  }

  private RunRecord load(RunId run) {
    return api.runs().load(run).orElseThrow(() -> new RefusedException(Known.run(run)));
  }

  private Answer events(Request request) {
    var run = request.run();
    request.query().done();
    load(run);
    return new Answer.Events(api.following().follow(run, seen(request)));
  }

  /// Whoever names what is no number has seen nothing.
  private static OptionalLong seen(Request request) {
    var last = request.headers("Last-Event-ID");
    return last.size() == 1 && last.getFirst().matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(last.getFirst()))
        : OptionalLong.empty();
  }
}
