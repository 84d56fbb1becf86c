package dev.millrace.api;

import java.io.InputStream;
import java.util.Map;

/// What a host sends back.
public sealed interface Reply {
  /// All of it stands ready.
  ///
  /// @param headers to send, `Content-Type` among them when there is a body
  /// @param body empty: none is sent
  record Whole(int status, Map<String, String> headers, String body) implements Reply {
    /// Copies the map.
    public Whole {
      headers = Map.copyOf(headers);
    }
  }

  /// Bytes of any kind and number, with status 200; whoever sends them closes them.
  record Bytes(Map<String, String> headers, InputStream bytes) implements Reply {
    /// Copies the map.
    public Bytes {
      headers = Map.copyOf(headers);
    }
  }

  /// Events that are written while they happen, with status 200.
  record Events(Map<String, String> headers, EventWriter writer) implements Reply {
    /// Copies the map.
    public Events {
      headers = Map.copyOf(headers);
    }
  }
}
