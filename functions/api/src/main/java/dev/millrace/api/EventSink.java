package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// Takes server-sent events on their way to one client. For one thread.
public interface EventSink {
  /// Media type of server-sent events.
  String MEDIA_TYPE = "text/event-stream";

  /// Sends an event.
  ///
  /// @param id what a client that comes back says it has seen
  /// @param name of the event's kind
  /// @throws IOException when the client is gone or too slow
  default void send(long id, String name, JsonNode data) throws IOException {
    // JSON has no line breaks outside of texts, and there they are escaped.
    write("id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n");
  }

  /// Sends what clients skip, so that a connection that is gone shows.
  ///
  /// @throws IOException when the client is gone or too slow
  default void stayAlive() throws IOException {
    write(":\n\n");
  }

  /// Sends text as it stands.
  ///
  /// @throws IOException when the client is gone or too slow
  void write(String text) throws IOException;
}
