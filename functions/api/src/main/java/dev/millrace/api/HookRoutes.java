package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.core.DagName;
import dev.millrace.engine.StartByEvent.Result;
import dev.millrace.engine.event.Delivery;
import dev.millrace.engine.event.ReceiveWebhook.Receipt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The call by which other people's servers start runs. Anybody may make it; whoever cannot prove
/// that they share the DAG's secret learns nothing, not even whether there is such a DAG.
final class HookRoutes {
  private final Api api;

  HookRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(Route.post("/hooks/{dag}", this::receive));
  }

  private Answer receive(Request request) throws IOException {
    var delivery = new Delivery(request.allHeaders(), request.bytes());
    return switch (api.engine().receiveWebhook().prove(request.path("dag"), delivery)) {
      case Receipt.Unproved _ -> throw new RefusedException(unproved());
      case Receipt.Unavailable _ ->
          throw new RefusedException(
              Kind.BUSY, "the delivery cannot be checked at the moment; send it again");
      case Receipt.Proved proved -> start(proved, delivery, request);
    };
  }

  private static HttpProblem unproved() {
    return new HttpProblem(
        Kind.UNPROVED,
        "there is no webhook here to which this delivery proves itself; see docs/events.md",
        List.of(),
        Map.of("WWW-Authenticate", "Webhook"));
  }

  private Answer start(Receipt.Proved proved, Delivery delivery, Request request)
      throws IOException {
    var dag = new DagName(request.path("dag"));
    var body = HookBody.read(request.headers("Content-Type"), request.bytes());
    var started = new LinkedHashSet<String>();
    var again = new LinkedHashSet<String>();
    var refused = new ArrayList<Result.Refused>();
    for (var start : proved.starts()) {
      var arrived = api.engine().receiveWebhook().arrived(start, delivery, body);
      switch (api.engine().startByEvent().start(dag, start, arrived, request.invocation())) {
        case Result.Started(var run) -> started.add(run.text());
        case Result.Again(var run) -> again.add(run.text());
        case Result.Filtered _ -> {
          // It does not count for this one.
        }
        case Result.Refused wrong -> refused.add(wrong);
      }
    }
    if (!refused.isEmpty()) {
      throw new RefusedException(problem(refused));
    }
    again.removeAll(started);
    if (started.isEmpty() && again.isEmpty()) {
      return new Answer.Nothing();
    }
    return new Answer.Json(started.isEmpty() ? 200 : 202, runs(started, again));
  }

  /// Sent again it would be refused again; runs that other starts of the DAG made of it stay, and
  /// are not made twice where it has a key.
  private static HttpProblem problem(List<Result.Refused> refused) {
    var problems = refused.stream().flatMap(each -> each.problems().stream()).toList();
    var why = refused.stream().map(Result.Refused::why).collect(Collectors.joining("; "));
    return new HttpProblem(
        Kind.WRONG_VALUES, "the delivery starts no run: " + why, problems, Map.of());
  }

  private static JsonNode runs(Iterable<String> started, Iterable<String> again) {
    var json = JsonNodeFactory.instance.objectNode();
    var runs = json.putArray("runs");
    started.forEach(runs::add);
    again.forEach(runs::add);
    return json;
  }
}
