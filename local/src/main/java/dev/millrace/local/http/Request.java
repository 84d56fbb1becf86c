package dev.millrace.local.http;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/// A request that a route has been found for.
final class Request {
  private final HttpExchange exchange;
  private final Map<String, String> path;
  private final Bodies.Allowance bodies;

  Request(HttpExchange exchange, Map<String, String> path, Bodies.Allowance bodies) {
    this.exchange = exchange;
    this.path = path;
    this.bodies = bodies;
  }

  /// The variable part of the path with that name, decoded.
  String path(String name) {
    var value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no part {" + name + "}");
    }
    return value;
  }

  /// The DAG in the path.
  ///
  /// @throws RefusedException when nothing can have that name
  DagName dag() {
    var text = path("dag");
    if (!DagName.isValid(text)) {
      throw notFound("no DAG can be named so: a name is a letter, then up to 79 of A-Za-z0-9_-");
    }
    return new DagName(text);
  }

  /// The run in the path.
  ///
  /// @throws RefusedException when nothing can have that id
  RunId run() {
    var text = path("run");
    if (!RunId.isValid(text)) {
      throw notFound(
          "no run can have that id: an id is DAG.NAME or DAG@TICK; GET /runs lists the runs");
    }
    return new RunId(text);
  }

  /// The task in the path.
  ///
  /// @throws RefusedException when nothing can have that name
  TaskName task() {
    var text = path("task");
    if (!TaskName.isValid(text)) {
      throw notFound("no task can be named so: a name is a letter, then up to 79 of A-Za-z0-9_");
    }
    return new TaskName(text);
  }

  private static RefusedException notFound(String detail) {
    return new RefusedException(HttpProblem.notFound(detail));
  }

  /// The parameters behind the question mark.
  ///
  /// @param known names that the route takes
  Query query(String... known) {
    return Query.parse(exchange.getRequestURI().getRawQuery(), Set.of(known));
  }

  /// The body, read to its end.
  ///
  /// @throws RefusedException when it is too large, or neither JSON nor YAML
  /// @throws IOException when the client is gone
  Body body() throws IOException {
    return bodies.read(exchange);
  }
}
