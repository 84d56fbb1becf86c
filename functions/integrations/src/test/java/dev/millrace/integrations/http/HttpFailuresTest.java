package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What each way in which an answer can go wrong is called.
class HttpFailuresTest {
  private final Client client = Client.embedded();

  @AfterEach
  void close() {
    client.close();
  }

  /// A server's misdeed and what the attempt says of it.
  record Row(String name, RawServer.Script script, String error, String cause) {
    /// What calls itself JSON is read as such.
    String form() {
      return name.contains("JSON") || name.contains("number") ? "json" : "auto";
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> brokenAnswers() {
    return List.of(
        row("closed before the head", "", "Http.ConnectionLost", "the connection broke"),
        row("cut within the head", "HTTP/1.1 200 OK\r\nContent-Ty", "Http.ConnectionLost", "broke"),
        new Row(
            "reset instead of an answer",
            connection -> {
              connection.readRequest();
              connection.reset();
            },
            "Http.ConnectionLost",
            "the connection broke: Connection reset"),
        row(
            "cut within a body of known length",
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\": ",
            "Http.ConnectionLost",
            "status 200 OK, the connection broke: "),
        row(
            "shown as far as it came",
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\": ",
            "Http.ConnectionLost",
            "The body begins: {\"half\":"),
        row(
            "cut within a chunk",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nabc",
            "Http.ConnectionLost",
            "status 200 OK"),
        row(
            "cut before the last chunk",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "Http.ConnectionLost",
            "status 200 OK"),
        row(
            "chunks without sizes",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "Http.BadBody",
            "the answer is not HTTP"),
        row("no HTTP at all", "220 mail.example ESMTP\r\n", "Http.BadBody", "is not HTTP"),
        row(
            "a length that is none",
            "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc",
            "Http.BadBody",
            "is not HTTP"),
        row(
            "a length that is not that of the body",
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc",
            "Http.ConnectionLost",
            "status 200 OK"),
        row(
            "a negative length",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
            "Http.BadBody",
            "is not HTTP"),
        row(
            "two lengths that differ",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "Http.BadBody",
            "is not HTTP"),
        row(
            "a chunk of negative size",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc",
            "Http.BadBody",
            "is not HTTP"),
        row(
            "a chunk whose end is elsewhere",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
            "Http.BadBody",
            "is not HTTP"),
        row(
            "a transfer encoding that nobody knows",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: snappy\r\n\r\nabc",
            "Http.BadBody",
            "is not HTTP"),
        row("a status that is none", "HTTP/1.1 OK\r\n\r\n", "Http.BadBody", "is not HTTP"),
        row(
            "another protocol instead",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
            "Http.BadBody",
            "is not HTTP"),
        row(
            "a header without end",
            "HTTP/1.1 200 OK\r\nX: " + "x".repeat(ConnectionPool.LINE_MAX_BYTES),
            "Http.TooLarge",
            "the head of the answer is too large"),
        row(
            "too many headers",
            "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(ConnectionPool.HEADERS_MAX + 1) + "\r\n",
            "Http.TooLarge",
            "the head of the answer is too large"),
        row(
            "a body beyond the limit",
            "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n" + "x".repeat(10_000),
            "Http.TooLarge",
            "the answer is larger than 4KB. The body begins: xxx"),
        row(
            "a body beyond the limit in chunks",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ("400\r\n" + "x".repeat(1_024) + "\r\n").repeat(5)
                + "0\r\n\r\n",
            "Http.TooLarge",
            "larger than 4KB"),
        new Row(
            "a small body that unpacks to a large one",
            connection -> {
              connection.readRequest();
              var packed = gzip("0".repeat(10_000_000));
              connection.send(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + packed.length
                      + "\r\n\r\n");
              connection.send(packed);
            },
            "Http.TooLarge",
            "larger than 4KB"),
        new Row(
            "gzip that ends early",
            connection -> {
              connection.readRequest();
              connection.send(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 15\r\n\r\n");
              connection.send(Arrays.copyOf(gzip("some text"), 15));
            },
            "Http.BadBody",
            "the answer is not whole gzip"),
        row(
            "gzip that is none",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
            "Http.BadBody",
            "the answer is not whole gzip"),
        row(
            "packed in a way that was not asked for",
            "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nplain",
            "Http.BadBody",
            "packed with br"),
        row(
            "JSON that ends early",
            json("{\"orders\": [1, 2"),
            "Http.BadBody",
            "the answer is not JSON that can be read: "),
        row("an empty body where JSON is due", json(""), "Http.BadBody", "is empty, not JSON"),
        row(
            "a number that is none",
            json("[1e999]"),
            "Http.BadBody",
            "a number that cannot be read"),
        row("two JSON values", json("{} {}"), "Http.BadBody", "line 1, column"),
        row("JSON too deep", json("[".repeat(2_000)), "Http.BadBody", "not JSON that can be read"),
        new Row(
            "text that is not in the charset it claims",
            connection -> {
              connection.readRequest();
              connection.send(
                  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n");
              connection.send(new byte[] {'"', (byte) 0xE4, '"'});
            },
            "Http.BadBody",
            "the answer (application/json, 3 bytes) is not text in UTF-8"),
        row(
            "an unknown charset",
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=klingon\r\nContent-Length: 1\r\n\r\nx",
            "Http.BadBody",
            "in the unknown charset klingon"),
        row(
            "a status that was not expected",
            "HTTP/1.1 404 Not Found\r\nContent-Length: 15\r\n\r\nno such order\r\n",
            "Http.404",
            "status 404 Not Found, expected 2xx. The body begins: no such order"),
        row(
            "such a status with a body that breaks",
            "HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nwe are so",
            "Http.500",
            "status 500 Oops, expected 2xx. The body begins: we are so"),
        row(
            "such a status without a reason",
            "HTTP/1.1 418 \r\nContent-Length: 0\r\n\r\n",
            "Http.418",
            "status 418, expected 2xx"),
        row(
            "a redirect without a place to go",
            "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
            "Http.302",
            "status 302 Found, expected 2xx"));
  }

  @ParameterizedTest
  @MethodSource("brokenAnswers")
  void every_broken_answer_has_its_name(Row row) {
    try (var server = RawServer.playing(row.script())) {
      var failed =
          failed(
              client.execute(
                  "{\"get\": \"%s\", \"response\": {\"as\": \"%s\", \"limit\": \"4KB\"}}"
                      .formatted(server.url("/orders?day=1"), row.form())));

      assertThat(failed.error().text()).as(failed.cause()).isEqualTo(row.error());
      assertThat(failed.cause())
          .startsWith("GET " + server.url("/orders?day=***") + ": ")
          .contains(row.cause());
      assertThat(server.faults()).isEmpty();
    }
  }

  @Test
  void a_port_where_nobody_listens_is_a_failed_connection() throws IOException {
    int port;
    try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }

    var failed = failed(client.get("http://127.0.0.1:" + port + "/"));

    assertThat(failed.error()).isEqualTo(HttpErrors.CONNECTION_FAILED);
    assertThat(failed.cause()).contains(": no connection: ").contains("refused");
  }

  @Test
  void a_name_that_nobody_knows_is_a_failed_connection() {
    var failed = failed(client.get("http://nowhere.example/"));

    assertThat(failed)
        .isEqualTo(
            Execution.Failed.of(
                HttpErrors.CONNECTION_FAILED,
                "GET http://nowhere.example/: the name of the host is not known:"
                    + " nowhere.example"));
  }

  @Test
  void a_server_that_speaks_no_tls_is_a_failure_of_tls() {
    try (var server =
        RawServer.playing(
            c -> {
              c.readOneByte();
              c.send("HTTP/1.1 400 Bad\r\n\r\n");
            })) {
      var failed = failed(client.get("https://127.0.0.1:" + server.port() + "/"));

      assertThat(failed.error()).isEqualTo(HttpErrors.TLS);
      assertThat(failed.cause()).contains("no secure connection: ");
    }
  }

  @Test
  void a_server_that_hangs_up_on_tls_never_got_the_request() {
    try (var server = RawServer.playing(RawServer.Connection::readOneByte)) {
      var failed = failed(client.get("https://127.0.0.1:" + server.port() + "/"));

      assertThat(failed.error()).isEqualTo(HttpErrors.CONNECTION_FAILED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, 7, PT7S",
    "503, 120, PT2M",
    "503, 0, PT0S",
    "503, 'Mon, 23 Nov 2026 06:01:00 GMT', PT59.876544S",
    "503, 'Monday, 23-Nov-26 06:01:00 GMT', PT59.876544S",
    "503, 'Mon, 23 Nov 2026 05:00:00 GMT', PT0S",
    "503, 99999999999, PT168H",
    "503, 'Sat, 23 Nov 2097 05:00:00 GMT', PT168H",
    "503, soon, ",
    "503, -1, ",
    "500, 7, ",
  })
  void the_delay_that_a_server_asks_for_is_handed_on(int status, String asked, String delay) {
    var answer =
        "HTTP/1.1 " + status + " X\r\nRetry-After: " + asked + "\r\nContent-Length: 0\r\n\r\n";
    try (var server = RawServer.answering(answer)) {
      var failed = failed(client.get(server.url("/")));

      assertThat(failed.error().text()).isEqualTo("Http." + status);
      assertThat(failed.retryAfter().map(Object::toString).orElse(null)).isEqualTo(delay);
    }
  }

  private static Execution.Failed failed(Execution execution) {
    assertThat(execution).isInstanceOf(Execution.Failed.class);
    return (Execution.Failed) execution;
  }

  private static Row row(String name, String answer, String error, String cause) {
    return new Row(
        name,
        connection -> {
          connection.readRequest();
          connection.send(answer);
        },
        error,
        cause);
  }

  private static String json(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
