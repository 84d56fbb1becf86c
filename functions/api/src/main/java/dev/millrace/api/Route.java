package dev.millrace.api;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One call of the API.
///
/// @param path as in OpenAPI, such as `/runs/{run}`
record Route(Method method, String path, Handler handler) {
  /// The methods in use.
  enum Method {
    GET,
    PUT,
    POST,
    DELETE
  }

  /// Answers a call.
  @FunctionalInterface
  interface Handler {
    /// Answers.
    ///
    /// @throws RefusedException when the request is wrong
    /// @throws IOException when the client is gone
    /// @throws InterruptedException when the request takes too long
    Answer handle(Request request) throws IOException, InterruptedException;
  }

  static Route get(String path, Handler handler) {
    return new Route(Method.GET, path, handler);
  }

  static Route put(String path, Handler handler) {
    return new Route(Method.PUT, path, handler);
  }

  static Route post(String path, Handler handler) {
    return new Route(Method.POST, path, handler);
  }

  static Route delete(String path, Handler handler) {
    return new Route(Method.DELETE, path, handler);
  }

  /// The variable parts of a path that this route's path fits; empty when it does not.
  ///
  /// @param segments the parts between the slashes, decoded
  Optional<Map<String, String>> fit(List<String> segments) {
    var own = Arrays.asList(path.substring(1).split("/", -1));
    if (own.size() != segments.size()) {
      return Optional.empty();
    }
    var variables = new LinkedHashMap<String, String>();
    for (var at = 0; at < own.size(); at++) {
      var part = own.get(at);
      if (part.startsWith("{")) {
        variables.put(part.substring(1, part.length() - 1), segments.get(at));
      } else if (!part.equals(segments.get(at))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
