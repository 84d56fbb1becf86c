package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.core.RunStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A place whose connection has limits, and a map that would like to go faster.
class LimitedPlaceTest {
  private static final int ITEMS = 150;
  private static final int PER_SECOND = 60;
  private static final int CONCURRENT = 4;

  /// On a machine without time to spare the place may see a request later than it came in.
  private static final Duration SEEN_LATE = Duration.ofMillis(200);

  /// How long the place is busy with a request, so that several meet.
  private static final long BUSY_NANOS = 20_000_000;

  private final AtomicInteger present = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final ConcurrentLinkedQueue<Instant> arrivals = new ConcurrentLinkedQueue<>();
  private HttpServer place;

  @BeforeEach
  void open() throws IOException {
    place = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    place.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    place.createContext("/", this::serve);
    place.start();
  }

  @AfterEach
  void close() {
    place.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    arrivals.add(Instant.now());
    most.accumulateAndGet(present.incrementAndGet(), Math::max);
    LockSupport.parkNanos(BUSY_NANOS);
    present.decrementAndGet();
    try (exchange) {
      var body = "{}".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void sees_neither_of_its_limits_exceeded(@TempDir Path data) throws InterruptedException {
    try (var host = TestHost.start(data)) {
      var connection =
          """
          connection: place
          baseUrl: http://127.0.0.1:%d
          limits: {perSecond: %d, concurrent: %d}
          """
              .formatted(place.getAddress().getPort(), PER_SECOND, CONCURRENT);
      host.host().engine().connections().put(Optional.empty(), "place.yaml", connection);
      host.put(
          """
          dag: many
          tasks:
            ask:
              map: {over: "${ [1..%d] }"}
              http: {get: "/items/${ item }", connection: place}
              retry: none
          """
              .formatted(ITEMS));
      var run = host.run("many", "one");

      var ended = host.host().awaitEnd(run, Duration.ofMinutes(2)).orElseThrow();

      assertThat(ended.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    }
    assertThat(most).hasValueLessThanOrEqualTo(CONCURRENT);
    assertThat(arrivals).hasSize(ITEMS);
    var sorted = List.copyOf(arrivals.stream().sorted().toList());
    for (var first = 0; first + PER_SECOND < sorted.size(); first++) {
      assertThat(Duration.between(sorted.get(first), sorted.get(first + PER_SECOND)))
          .as("requests %d to %d", first, first + PER_SECOND)
          .isGreaterThan(Duration.ofSeconds(1).minus(SEEN_LATE));
    }
  }
}
