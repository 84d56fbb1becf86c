package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.deadline.Deadlines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Server-sent events as bytes.
class EventStreamTest {
  private final Deadlines deadlines = new Deadlines();

  @AfterEach
  void close() {
    deadlines.close();
  }

  @Test
  void an_event_is_one_line_of_data_whatever_the_value_holds() throws IOException {
    var out = new ByteArrayOutputStream();
    var stream = new EventStream(out, deadlines);
    stream.send(7, "tasks", TextNode.valueOf("two\nlines\r\u2028"));
    stream.stayAlive();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("id: 7\nevent: tasks\ndata: \"two\\nlines\\r\u2028\"\n\n:\n\n");
  }

  @Test
  void a_reader_that_takes_nothing_is_let_go() throws IOException {
    // Full after a few bytes, and nobody reads.
    try (var in = new PipedInputStream(16);
        var out = new PipedOutputStream(in)) {
      var stream = new EventStream(out, deadlines, Duration.ofMillis(20));
      assertThatThrownBy(() -> stream.send(1, "end", TextNode.valueOf("x".repeat(1_000))))
          .isInstanceOf(IOException.class);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }
}
