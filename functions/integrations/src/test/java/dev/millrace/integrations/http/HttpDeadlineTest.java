package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// One deadline over everything that a request waits for, and interruption at any point of it. Time
/// is over when the server's script says so, so nothing here waits for real time.
class HttpDeadlineTest {
  private final Client client = Client.embedded();

  @AfterEach
  void close() {
    client.close();
  }

  /// Where a server lets its client wait for ever.
  enum Stall {
    ACCEPTED("https", "Http.ConnectionFailed", "while agreeing on a secure connection"),
    ASKED("http", "Http.Timeout", "while waiting for the answer"),
    INTERIM("http", "Http.Timeout", "while waiting for the answer"),
    WITHIN_HEAD("http", "Http.Timeout", "while waiting for the answer"),
    WITHIN_BODY("http", "Http.Timeout", ""),
    WITHIN_CHUNK("http", "Http.Timeout", ""),
    UNREAD_UPLOAD("http", "Http.Timeout", "while waiting for the answer");

    final String scheme;
    final String error;
    final String cause;

    Stall(String scheme, String error, String cause) {
      this.scheme = scheme;
      this.error = error;
      this.cause = cause;
    }

    /// Goes as far as the stall and then does something, once.
    RawServer.Script then(Runnable action) {
      return connection -> {
        switch (this) {
          case ACCEPTED, UNREAD_UPLOAD -> connection.readOneByte();
          case ASKED -> connection.readRequest();
          case INTERIM -> {
            connection.readRequest();
            connection.send("HTTP/1.1 102 Processing\r\n\r\n");
          }
          case WITHIN_HEAD -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: te");
          }
          case WITHIN_BODY -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
          }
          case WITHIN_CHUNK -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc");
          }
        }
        action.run();
        if (this != UNREAD_UPLOAD) {
          connection.awaitEnd();
        } else {
          new CountDownLatch(1).await(); // never reads: only the client's end can end this
        }
      };
    }

    String arguments(RawServer server) {
      var url = scheme + "://127.0.0.1:" + server.port() + "/";
      return this == UNREAD_UPLOAD
          ? "{\"put\": \"" + url + "\", \"text\": \"" + "x".repeat(16_000_000) + "\"}"
          : "{\"get\": \"" + url + "\"}";
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_deadline_ends_every_wait(Stall stall) {
    try (var server = RawServer.playing(stall.then(client.alarms::endAllExchanges))) {
      var failed = (Execution.Failed) client.execute(stall.arguments(server));

      assertThat(failed.error().text()).isEqualTo(stall.error);
      assertThat(failed.cause()).contains("within 59900ms").contains(stall.cause);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_interruption_ends_every_wait(Stall stall) throws InterruptedException {
    var stalled = new CountDownLatch(1);
    try (var server = RawServer.playing(stall.then(stalled::countDown))) {
      var running = client.start(TestAttempt.with(stall.arguments(server)));
      stalled.await();
      running.thread().interrupt();

      assertThatThrownBy(running::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void the_deadline_does_not_wait_for_a_lookup() {
    var asked = new CompletableFuture<Client>();
    try (var slow = Client.lookingUpWith(_ -> stuck(asked))) {
      asked.complete(slow);

      var failed = (Execution.Failed) slow.get("http://shop.example/");

      assertThat(failed)
          .isEqualTo(
              Execution.Failed.of(
                  HttpErrors.CONNECTION_FAILED,
                  "GET http://shop.example/: no connection within 59900ms: it ended while looking"
                      + " up the host's name"));
    }
  }

  @Test
  void an_interruption_does_not_wait_for_a_lookup() throws InterruptedException {
    var asked = new CountDownLatch(1);
    try (var slow =
        Client.lookingUpWith(
            _ -> {
              asked.countDown();
              return forEver();
            })) {
      var running = slow.start(TestAttempt.with("{\"get\": \"http://shop.example/\"}"));
      asked.await();
      running.thread().interrupt();

      assertThatThrownBy(running::get).hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void an_attempt_that_is_interrupted_before_it_starts_sends_nothing() {
    try (var server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(
              () -> client.kind.execute(TestAttempt.with("{\"get\": \"" + server.url("/") + "\"}")))
          .isInstanceOf(InterruptedException.class);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void an_attempt_without_time_sends_nothing() {
    try (var server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      var failed =
          (Execution.Failed)
              client.execute(
                  TestAttempt.with("{\"get\": \"" + server.url("/") + "\"}")
                      .until(TestAttempt.NOW.minusSeconds(1)));

      assertThat(failed.error()).isEqualTo(HttpErrors.CONNECTION_FAILED);
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PT1M, 59900",
    "PT1S, 900",
    "PT0.5S, 450",
    "PT0.01S, 9",
    "PT0S, 0",
    "PT-5S, 0",
    "P400D, 86400000",
  })
  void some_time_is_kept_back_to_report_in(Duration left, long millis) {
    var attempt = TestAttempt.with("{}").until(TestAttempt.NOW.plus(left));

    assertThat(HttpTransport.timeOf(attempt)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void a_deadline_at_the_end_of_time_is_a_deadline_too() {
    assertThat(HttpTransport.timeOf(TestAttempt.with("{}").until(Instant.MAX)))
        .isEqualTo(HttpTransport.TIME_MAX);
  }

  @Test
  void alarms_ring_in_real_time() throws InterruptedException {
    var rung = new CountDownLatch(1);
    try (var alarms = new TimerAlarms();
        var _ = alarms.after(Duration.ofMillis(1), rung::countDown)) {
      rung.await();
    }
    assertThat(rung.getCount()).isZero();
  }

  @Test
  void a_finished_exchange_leaves_no_alarm_behind() {
    try (var server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      List.of(1, 2, 3).forEach(_ -> client.get(server.url("/")));

      assertThat(client.alarms.waiting()).isEqualTo(1); // the one look for idle connections
    }
  }

  private static InetAddress[] stuck(CompletableFuture<Client> asked) throws UnknownHostException {
    asked.join().alarms.endAllExchanges();
    return forEver();
  }

  private static InetAddress[] forEver() throws UnknownHostException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UnknownHostException("never");
  }
}
