package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When a connection serves another request and when it must not.
class HttpConnectionsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Client client = Client.embedded();

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK,
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone",
      })
  void a_connection_serves_one_request_after_another(String answer) {
    try (var server = RawServer.answering(answer)) {
      client.get(server.url("/"));
      client.execute("{\"post\": \"" + server.url("/") + "\"}");
      client.get(server.url("/"));

      assertThat(server.requests()).hasSize(3);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_packed_answer_leaves_its_connection_usable() {
    try (var server =
        RawServer.playing(
            connection -> {
              while (connection.readRequest()) {
                var packed = HttpFailuresTest.gzip("unpacked");
                connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(packed.length)
                        + "\r\n");
                connection.send(packed);
                connection.send("\r\n0\r\n\r\n");
              }
            })) {
      client.get(server.url("/"));
      client.get(server.url("/"));

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_connection_with_an_unread_rest_is_closed() {
    var tooLong = "HTTP/1.1 500 X\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000);
    try (var server = RawServer.answering(tooLong)) {
      client.get(server.url("/"));
      client.get(server.url("/"));

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /// Were it used, the POST would break without anybody knowing whether it had arrived.
  @Test
  void a_request_that_must_not_be_sent_twice_never_goes_out_on_a_connection_that_was_closed()
      throws InterruptedException {
    var closed = new CountDownLatch(1);
    try (var server =
        RawServer.playing(
            connection -> {
              connection.readRequest();
              connection.send(OK);
              if (connection.number() == 1) {
                connection.finish();
                closed.countDown();
                connection.awaitEnd();
              }
            })) {
      var first = client.get(server.url("/"));
      closed.await();
      var second = client.execute("{\"post\": \"" + server.url("/") + "\"}");

      assertThat(first).isInstanceOf(Execution.Done.class);
      assertThat(second).isInstanceOf(Execution.Done.class);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void a_connection_is_kept_no_longer_than_the_server_says() {
    var brief =
        "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=0\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    try (var server = RawServer.answering(brief)) {
      client.get(server.url("/"));

      assertThat(client.transport.idle()).isZero();
    }
  }

  @Test
  void idle_connections_are_looked_for_while_there_are_any() {
    try (var server = RawServer.answering(OK)) {
      client.get(server.url("/"));
      client.alarms.sweep();

      assertThat(client.transport.idle()).isEqualTo(1); // not idle for long enough
      assertThat(client.alarms.waiting()).isEqualTo(1); // so there will be another look
    }
  }

  @Test
  void looking_ends_when_there_is_none_and_begins_again_with_the_next_request() {
    var closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    try (var server = RawServer.answering(closing)) {
      client.get(server.url("/"));
      client.alarms.sweep();
      assertThat(client.alarms.waiting()).isZero();

      client.get(server.url("/"));
      assertThat(client.alarms.waiting()).isEqualTo(1);
    }
  }

  @Test
  void idle_connections_are_gone_within_a_minute() {
    assertThat(ConnectionPool.IDLE_MAX.plus(ConnectionPool.SWEEP_EVERY).toSeconds()).isLessThan(60);
  }

  @Test
  void requests_at_the_same_time_have_connections_of_their_own() throws Exception {
    var together = new CountDownLatch(20);
    try (var server =
        RawServer.playing(
            connection -> {
              connection.readRequest();
              together.countDown();
              together.await();
              connection.send(OK);
            })) {
      var all =
          IntStream.range(0, 20)
              .mapToObj(
                  _ -> client.start(TestAttempt.with("{\"get\": \"" + server.url("/") + "\"}")))
              .toList();
      for (var running : all) {
        assertThat(running.get()).isInstanceOf(Execution.Done.class);
      }
      assertThat(server.connections()).isEqualTo(20);
    }
  }

  @Test
  void closing_the_kind_closes_its_connections_and_a_later_request_opens_others() {
    var kind = new HttpKind(HttpSettings.embedded());
    try (var server = RawServer.answering(OK)) {
      var attempt = TestAttempt.with("{\"get\": \"" + server.url("/") + "\"}");
      for (var round = 1; round <= 2; round++) {
        assertThat(execute(kind, attempt)).isInstanceOf(Execution.Done.class);
        kind.close();
      }
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private static Execution execute(HttpKind kind, TestAttempt attempt) {
    try {
      return kind.execute(attempt);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
