package dev.millrace.api;

import dev.millrace.api.HttpProblem.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Finds the route of a request.
final class Router {
  private static final String HEAD = "HEAD";

  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  List<Route> routes() {
    return routes;
  }

  /// A route with the variable parts of the path that was asked for.
  record Found(Route route, Map<String, String> path) {}

  /// @param path as it was sent
  /// @throws RefusedException when there is no such path, or it has no such method
  Found find(String method, String path) {
    var segments = segments(path);
    var fitting = new LinkedHashMap<Route, Map<String, String>>();
    for (var route : routes) {
      route.fit(segments).ifPresent(variables -> fitting.put(route, variables));
    }
    if (fitting.isEmpty()) {
      throw new RefusedException(
          HttpProblem.notFound("there is no such path; " + nearby(segments)));
    }
    // HEAD is GET without the body.
    var wanted = method.equals(HEAD) ? Route.Method.GET.name() : method;
    for (var entry : fitting.entrySet()) {
      if (entry.getKey().method().name().equals(wanted)) {
        return new Found(entry.getKey(), entry.getValue());
      }
    }
    throw new RefusedException(notAllowed(fitting.keySet()));
  }

  private static HttpProblem notAllowed(Iterable<Route> fitting) {
    var allowed = new TreeSet<String>();
    for (var route : fitting) {
      allowed.add(route.method().name());
      if (route.method() == Route.Method.GET) {
        allowed.add(HEAD);
      }
    }
    var list = String.join(", ", allowed);
    return new HttpProblem(
        Kind.METHOD_NOT_ALLOWED, "this path takes " + list, List.of(), Map.of("Allow", list));
  }

  private static List<String> segments(String rawPath) {
    var segments = new ArrayList<String>();
    var path = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
    for (var raw : path.split("/", -1)) {
      segments.add(
          Percent.decode(raw, Percent.Plus.ITSELF)
              .orElseThrow(
                  () ->
                      new RefusedException(
                          Kind.MALFORMED, "the path is not percent-encoded UTF-8")));
    }
    return segments;
  }

  /// The paths that begin as the one asked for, or else all beginnings.
  private String nearby(List<String> segments) {
    var first = segments.getFirst();
    var same = new TreeSet<String>();
    var beginnings = new TreeSet<String>();
    for (var route : routes) {
      var beginning = route.path().substring(1).split("/", -1)[0];
      beginnings.add("/" + beginning);
      if (beginning.equals(first)) {
        same.add(route.path());
      }
    }
    var paths = same.isEmpty() ? beginnings : same;
    return "there are " + String.join(", ", paths) + "; GET /openapi.json describes them";
  }
}
