package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers that never end, or unpack to what never ends: read up to their limit and no further. How
/// much the server could send tells how much was taken.
class EndlessAnswersTest {
  private static final int LIMIT = 1024 * 1024;

  /// What the sockets of both sides may hold beyond what was read.
  private static final int IN_SOCKETS = 16 * 1024 * 1024;

  /// An answer without end.
  record Endless(String name, String head, Flow flow) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// Sends until the client has gone.
  interface Flow {
    void sendTo(OutputStream out) throws IOException;
  }

  static List<Endless> bodies() {
    return List.of(
        new Endless(
            "until the connection closes",
            RawServer.head("HTTP/1.1 200 OK"),
            EndlessAnswersTest::zeros),
        new Endless(
            "longer than can be",
            RawServer.head("HTTP/1.1 200 OK", "Content-Length: 9223372036854775807"),
            EndlessAnswersTest::zeros),
        new Endless(
            "in chunks",
            RawServer.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"),
            out -> repeat(out, "400\r\n" + "x".repeat(1_024) + "\r\n")),
        new Endless(
            "in one chunk",
            RawServer.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "7fffffff\r\n",
            EndlessAnswersTest::zeros),
        new Endless(
            "packed a thousandfold",
            RawServer.head("HTTP/1.1 200 OK", "Content-Encoding: gzip"),
            out -> {
              try (var gzip = new GZIPOutputStream(out)) {
                zeros(gzip);
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void an_endless_body_is_read_up_to_its_limit(Endless endless) throws InterruptedException {
    var failed = ask(endless, "{\"limit\": \"1MB\"}");

    assertThat(failed.error()).isEqualTo(HttpErrors.TOO_LARGE);
    assertThat(failed.cause()).contains("the answer is larger than 1MB");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void one_that_is_stored_too(Endless endless) throws InterruptedException {
    assertThat(ask(endless, "{\"to\": \"s3\", \"limit\": \"1MB\"}").error())
        .isEqualTo(HttpErrors.TOO_LARGE);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void of_one_that_nobody_asked_for_only_the_beginning_is_read(Endless endless)
      throws InterruptedException {
    var refused =
        new Endless(endless.name(), endless.head().replace("200 OK", "500 Oops"), endless.flow());

    assertThat(ask(refused, "{}").error().text()).isEqualTo("Http.500");
  }

  @Test
  void endless_trailers_end_as_too_large() throws InterruptedException {
    var trailers =
        new Endless(
            "trailers",
            RawServer.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "0\r\n",
            out -> repeat(out, "X-More: and more\r\n"));

    assertThat(ask(trailers, "{}").error()).isEqualTo(HttpErrors.TOO_LARGE);
  }

  @Test
  void an_endless_chunk_extension_ends_too() throws InterruptedException {
    var extension =
        new Endless(
            "extension",
            RawServer.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "1;a=",
            out -> repeat(out, "b"));

    assertThat(ask(extension, "{}").error()).isEqualTo(HttpErrors.TOO_LARGE);
  }

  @Test
  void endless_headers_end_as_too_large() throws InterruptedException {
    var headers =
        new Endless("headers", "HTTP/1.1 200 OK\r\n", out -> repeat(out, "X-More: and more\r\n"));

    assertThat(ask(headers, "{}").error()).isEqualTo(HttpErrors.TOO_LARGE);
  }

  /// They carry nothing that could fill memory, so it is the deadline that ends them.
  @Test
  void endless_interim_answers_end_with_the_time() throws Exception {
    try (var client = Client.embedded();
        var server =
            RawServer.playing(
                connection -> {
                  connection.readRequest();
                  for (var sent = 0; ; sent++) {
                    connection.send("HTTP/1.1 103 Early Hints\r\n\r\n");
                    if (sent == 10_000) {
                      client.alarms.endAllExchanges();
                    }
                  }
                })) {
      var failed = (Execution.Failed) client.get(server.url("/"));

      assertThat(failed.error()).isEqualTo(HttpErrors.TIMEOUT);
    }
  }

  private static Execution.Failed ask(Endless endless, String response)
      throws InterruptedException {
    var sent = new AtomicLong();
    var over = new CountDownLatch(1);
    try (var client = Client.embedded();
        var server =
            RawServer.playing(
                connection -> {
                  connection.readRequest();
                  try {
                    connection.send(endless.head());
                    endless.flow().sendTo(counting(connection, sent));
                  } finally {
                    over.countDown();
                  }
                })) {
      var execution =
          client.execute(
              TestAttempt.with(
                  "{\"get\": \"%s\", \"response\": %s}".formatted(server.url("/"), response)));
      over.await(); // the client has closed the connection
      assertThat(sent.get()).isLessThan(LIMIT + IN_SOCKETS);
      assertThat(execution).isInstanceOf(Execution.Failed.class);
      return (Execution.Failed) execution;
    }
  }

  private static OutputStream counting(RawServer.Connection connection, AtomicLong sent) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        connection.send(Arrays.copyOfRange(bytes, offset, offset + length));
        sent.addAndGet(length);
      }
    };
  }

  private static void zeros(OutputStream out) throws IOException {
    var chunk = new byte[64 * 1024];
    while (true) {
      out.write(chunk);
    }
  }

  private static void repeat(OutputStream out, String text) throws IOException {
    var chunk = text.repeat(64 * 1024 / text.length()).getBytes(StandardCharsets.US_ASCII);
    while (true) {
      out.write(chunk);
    }
  }
}
