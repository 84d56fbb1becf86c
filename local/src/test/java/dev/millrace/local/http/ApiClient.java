package dev.millrace.local.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Asks the API, each time on a new connection.
record ApiClient(int port) {
  static final String JSON = "application/json";
  static final String YAML = "application/yaml";

  Reply get(String path) throws IOException {
    return ask("GET", path);
  }

  Reply delete(String path) throws IOException {
    return ask("DELETE", path);
  }

  /// A request without a body.
  Reply ask(String method, String path) throws IOException {
    return raw(
        "%s %s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n"
            .formatted(method, path, port),
        !method.equals("HEAD"));
  }

  Reply post(String path, String json) throws IOException {
    return send("POST", path, JSON, json);
  }

  Reply put(String path, String yaml) throws IOException {
    return send("PUT", path, YAML, yaml);
  }

  /// A request with a body.
  Reply send(String method, String path, String type, String body) throws IOException {
    var length = body.getBytes(StandardCharsets.UTF_8).length;
    return raw(
        "%s %s HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(method, path, port, type, length, body),
        true);
  }

  /// Whatever a test writes.
  Reply raw(String request) throws IOException {
    return raw(request, true);
  }

  private Reply raw(String request, boolean hasBody) throws IOException {
    try (var connection = new Connection(port)) {
      return connection.send(request).reply(hasBody);
    }
  }
}
