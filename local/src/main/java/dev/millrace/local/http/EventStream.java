package dev.millrace.local.http;

import dev.millrace.api.EventSink;
import dev.millrace.local.deadline.Deadlines;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Server-sent events to one client. A client that does not take what is sent for
/// [#SLOWEST_READER] is let go. For one thread.
final class EventStream implements EventSink {
  /// How long one write may take.
  static final Duration SLOWEST_READER = Duration.ofSeconds(30);

  private final OutputStream out;
  private final Deadlines deadlines;
  private final Duration writtenWithin;

  EventStream(OutputStream out, Deadlines deadlines) {
    this(out, deadlines, SLOWEST_READER);
  }

  EventStream(OutputStream out, Deadlines deadlines, Duration writtenWithin) {
    this.out = out;
    this.deadlines = deadlines;
    this.writtenWithin = writtenWithin;
  }

  @Override
  public void write(String text) throws IOException {
    try (var deadline = deadlines.interruptAfter(writtenWithin)) {
      // The interrupt closes the connection under a blocked write, which then throws.
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (deadline.hasCome()) {
        throw new IOException("the client reads too slowly");
      }
    }
  }
}
