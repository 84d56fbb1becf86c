package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that send too much, too little, too slowly or nonsense harm nobody but themselves.
class HostileClientsTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int BODY_MAX_BYTES = 6 * MEGABYTE;

  /// More than the buffers between client and server take.
  private static final int ENDLESS_BYTES = 256 * MEGABYTE;

  private static TestHost host;
  private static ApiClient api;

  @BeforeAll
  static void open(@TempDir Path data) {
    host = TestHost.start(data);
    api = new ApiClient(host.port());
    host.put("dag: known\ntasks: {one: {pass: 1}}\n");
  }

  @AfterAll
  static void close() {
    host.close();
  }

  /// Whatever a test did, the next client is served.
  @AfterEach
  void others_are_served_as_before() throws IOException {
    assertThat(api.get("/health").status()).isEqualTo(200);
  }

  @Test
  void a_body_that_says_it_is_too_large_is_refused_unread() throws IOException {
    try (var connection = new Connection(host.port())) {
      connection.send(head("Content-Length: " + (BODY_MAX_BYTES + 1)));
      assertThat(connection.reply().status()).isEqualTo(413);
    }
  }

  @Test
  void a_body_that_turns_out_too_large_is_refused_and_the_answer_arrives() throws IOException {
    try (var connection = new Connection(host.port())) {
      connection.send(head("Transfer-Encoding: chunked"));
      var chunk = ("100000\r\n" + "x".repeat(MEGABYTE) + "\r\n").getBytes(StandardCharsets.UTF_8);
      for (var sent = 0; sent < 9; sent++) {
        connection.send(chunk);
      }
      connection.send("0\r\n\r\n");
      var reply = connection.reply();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.detail()).contains("6,291,456");
    }
  }

  @Test
  void the_largest_body_is_read() throws IOException {
    var input = "{\"input\": \"" + "x".repeat(BODY_MAX_BYTES - 13) + "\"}";
    var reply = api.post("/dags/known/runs", input);
    // As a body it will do; as an input it is too large.
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.detail()).contains("5,242,880");
  }

  @Test
  void a_document_above_its_own_limit_is_a_problem_of_the_document() throws IOException {
    var reply = api.put("/dags/known", "# " + "x".repeat(5 * MEGABYTE));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.detail()).contains("4,194,304");
  }

  @Test
  void deep_nesting_and_long_numbers_are_refused() throws IOException {
    var deep = "{\"input\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(api.post("/dags/known/runs", deep).status()).isEqualTo(400);
    var number = "{\"input\": " + "9".repeat(100_000) + "}";
    assertThat(api.post("/dags/known/runs", number).status()).isEqualTo(400);
    var yaml = "input: " + "[".repeat(100_000);
    assertThat(api.send("POST", "/dags/known/runs", ApiClient.YAML, yaml).status()).isEqualTo(400);
    var bomb = "a: &a [x, x]\nb: &b [*a, *a]\ninput: [*b, *b]\n";
    assertThat(api.send("POST", "/dags/known/runs", ApiClient.YAML, bomb).status()).isEqualTo(400);
  }

  @Test
  void a_body_that_is_no_text_is_refused() throws IOException {
    try (var connection = new Connection(host.port())) {
      connection.send(head("Content-Length: 4")).send(new byte[] {'"', (byte) 0xff, 0, '"'});
      assertThat(connection.reply().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /health\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /runs?a=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET mailto:x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /health HTTP/1.1\r\nHo st: localhost\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nx\r\n",
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void what_is_no_request_ends_without_a_stack_trace(String request) throws IOException {
    try (var connection = new Connection(host.port())) {
      connection.send(request);
      connection.finish();
      assertThat(connection.rest()).doesNotContain("Exception:", "\tat ", ".java:");
    }
  }

  @Test
  void a_head_without_end_is_cut_off() throws IOException {
    try (var connection = new Connection(host.port())) {
      connection.send("GET /health HTTP/1.1\r\nHost: localhost\r\n");
      assertThat(connection.sendUntilRefused("X-Long: " + "x".repeat(1000) + "\r\n", ENDLESS_BYTES))
          .isTrue();
    }
  }

  @Test
  void a_line_without_end_is_cut_off() throws IOException {
    try (var connection = new Connection(host.port())) {
      connection.send("GET /");
      assertThat(connection.sendUntilRefused("x".repeat(1000), ENDLESS_BYTES)).isTrue();
    }
  }

  @Test
  void clients_that_stop_in_the_middle_keep_nobody_from_being_served() throws IOException {
    var stopped = new ArrayList<Connection>();
    try {
      for (var at = 0; at < 200; at++) {
        stopped.add(new Connection(host.port()).send("GET /health HT"));
        stopped.add(
            new Connection(host.port()).send(head("Content-Length: 1000000")).send("{\"input\": "));
      }
      assertThat(api.get("/health").status()).isEqualTo(200);
      assertThat(api.post("/dags/known/runs", "{}").status()).isEqualTo(201);
    } finally {
      for (var connection : stopped) {
        connection.close();
      }
    }
  }

  @Test
  void clients_that_leave_before_the_answer_harm_nobody() throws IOException {
    for (var at = 0; at < 50; at++) {
      try (var connection = new Connection(host.port())) {
        connection.send("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
      }
    }
  }

  private static String head(String framing) {
    return "POST /dags/known/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + framing
        + "\r\n\r\n";
  }
}
