package dev.millrace.api;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.Invocation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request that a route has been found for.
final class Request {
  private final Received received;
  private final Map<String, String> path;
  private final Bodies.Allowance bodies;
  private byte @Nullable [] bytes;

  Request(Received received, Map<String, String> path, Bodies.Allowance bodies) {
    this.received = received;
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
    return Query.parse(received.query().orElse(null), Set.of(known));
  }

  /// The values of a header.
  List<String> headers(String name) {
    return received.headers(name);
  }

  /// All headers, by names in letters of any size.
  Map<String, List<String>> allHeaders() {
    return received.allHeaders();
  }

  /// The bytes of the body, whatever they are, as often as they are asked for.
  ///
  /// @throws RefusedException when they are too many
  /// @throws IOException when the client is gone
  byte[] bytes() throws IOException {
    var known = bytes;
    if (known == null) {
      known = bodies.readBytes(received);
      bytes = known;
    }
    return known;
  }

  /// A call of a function, for the use case behind this request.
  Invocation invocation() {
    return received.invocation();
  }

  /// Who sends it, as far as the host has found out.
  Optional<String> caller() {
    return received.caller();
  }

  /// Whether the body is said to be what a page's form sends.
  boolean hasForm() {
    return Bodies.isForm(received.headers("Content-Type"));
  }

  /// What a page's form sent.
  ///
  /// @throws RefusedException when it is too large, or no form
  /// @throws IOException when the client is gone
  Map<String, String> form() throws IOException {
    return bodies.readForm(received);
  }

  /// The body, read to its end.
  ///
  /// @throws RefusedException when it is too large, or neither JSON nor YAML
  /// @throws IOException when the client is gone
  Body body() throws IOException {
    return bodies.read(received);
  }
}
