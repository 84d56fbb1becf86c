package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether an answer is whole can be seen from the answer, so none that was cut may ever pass for a
/// success: a task would go on with half a list.
class CutAnswersTest {
  /// An answer that says where it ends.
  ///
  /// @param text a character for each byte
  record Answer(String name, String text) {
    byte[] cutAt(int length) {
      return text.substring(0, length).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Answer> answers() throws IOException {
    var packed = new String(HttpFailuresTest.gzip("[1, 2, 3]"), StandardCharsets.ISO_8859_1);
    return List.of(
        new Answer(
            "of known length",
            RawServer.head("HTTP/1.1 200 OK", "Content-Type: application/json", "Content-Length: 9")
                + "[1, 2, 3]"),
        new Answer(
            "in chunks",
            RawServer.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                + "0004\r\n[1, \r\n5;a=b\r\n2, 3]\r\n0\r\nX: y\r\n\r\n"),
        new Answer(
            "packed",
            RawServer.head(
                    "HTTP/1.1 200 OK",
                    "Content-Encoding: gzip",
                    "Content-Length: " + packed.length())
                + packed),
        new Answer(
            "behind an interim one",
            RawServer.head("HTTP/1.1 100 Continue")
                + RawServer.head("HTTP/1.1 200 OK", "Content-Length: 1")
                + "1"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void an_answer_that_is_cut_anywhere_is_a_lost_connection(Answer answer) {
    var length = new AtomicInteger();
    try (var client = Client.embedded();
        var server =
            RawServer.playing(
                connection -> {
                  connection.readRequest();
                  connection.send(answer.cutAt(length.get()));
                })) {
      for (; length.get() < answer.text().length(); length.incrementAndGet()) {
        var execution = client.get(server.url("/"));

        assertThat(execution)
            .as("cut at byte %d of %d".formatted(length.get(), answer.text().length()))
            .isInstanceOfSatisfying(
                Execution.Failed.class,
                failed -> assertThat(failed.error()).isEqualTo(HttpErrors.CONNECTION_LOST));
      }
      assertThat(client.get(server.url("/"))).isInstanceOf(Execution.Done.class);
    }
  }
}
