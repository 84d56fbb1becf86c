package dev.millrace.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Reads server-sent events from a connection.
final class Events implements AutoCloseable {
  private final Connection connection;
  private final StringBuilder read = new StringBuilder();

  record Event(long id, String name, JsonNode data) {}

  Events(int port, String run) throws IOException {
    connection = new Connection(port);
    connection.send("GET /runs/" + run + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    var headers = connection.head();
    if (!headers.getOrDefault("content-type", List.of()).contains("text/event-stream")) {
      throw new IllegalStateException("no events: " + headers);
    }
  }

  /// The next event; empty when there are no more.
  Optional<Event> next() throws IOException {
    while (true) {
      var end = read.indexOf("\n\n");
      if (end >= 0) {
        var text = read.substring(0, end);
        read.delete(0, end + 2);
        if (!text.startsWith(":")) {
          return Optional.of(parse(text));
        }
      } else {
        var chunk = connection.chunk();
        if (chunk.length == 0) {
          return Optional.empty();
        }
        read.append(new String(chunk, StandardCharsets.UTF_8));
      }
    }
  }

  private static Event parse(String text) {
    var fields = new HashMap<String, String>();
    for (var line : text.split("\n", -1)) {
      var colon = line.indexOf(": ");
      fields.put(line.substring(0, colon), line.substring(colon + 2));
    }
    return new Event(
        Long.parseLong(fields.getOrDefault("id", "")),
        fields.getOrDefault("event", ""),
        JsonText.read(fields.getOrDefault("data", "")));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
