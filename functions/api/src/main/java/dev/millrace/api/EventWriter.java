package dev.millrace.api;

import java.io.IOException;

/// Writes the events of one answer.
@FunctionalInterface
public interface EventWriter {
  /// Writes until there is nothing more to tell.
  ///
  /// @throws IOException when the client is gone or too slow
  /// @throws InterruptedException when the host closes
  void writeTo(EventSink events) throws IOException, InterruptedException;
}
