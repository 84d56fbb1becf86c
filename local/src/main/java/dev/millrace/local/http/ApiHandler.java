package dev.millrace.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.millrace.local.deadline.Deadlines;
import dev.millrace.local.http.HttpProblem.Kind;
import dev.millrace.local.sqlite.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request through guard and router to its route, and its answer back. The edge of the API:
/// what goes wrong behind it becomes an incident in the log and never a stack trace in an answer.
final class ApiHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);

  /// How long a request may take until its answer is there, and how long sending that may take.
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

  /// What is left of a refused body is read and dropped so far and so long: a connection that is
  /// closed before would lose the answer as well.
  private static final long LINGER_MAX_BYTES = 64L * 1024 * 1024;

  private static final Duration LINGER_MAX = Duration.ofSeconds(5);
  private static final String JSON = "application/json";
  private static final String HEAD = "HEAD";
  private static final int INCIDENT_BYTES = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Guard guard;
  private final Router router;
  private final Deadlines deadlines;
  private final Semaphore places;
  private final Bodies bodies = new Bodies();

  ApiHandler(Guard guard, Router router, Deadlines deadlines, Semaphore places) {
    this.guard = guard;
    this.router = router;
    this.deadlines = deadlines;
    this.places = places;
  }

  /// @throws IOException when the client is gone: the server then closes the connection
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!places.tryAcquire()) {
      problem(
          exchange,
          new HttpProblem(
              Kind.BUSY,
              "too many requests at the same time",
              List.of(),
              Map.of("Retry-After", "1")));
      return;
    }
    try (var allowance = bodies.allowance()) {
      send(exchange, answer(exchange, allowance));
    } finally {
      places.release();
    }
  }

  private sealed interface Outcome {
    record Answered(Answer answer) implements Outcome {}

    record Refused(HttpProblem problem) implements Outcome {}
  }

  private Outcome answer(HttpExchange exchange, Bodies.Allowance allowance) throws IOException {
    var path = "a path";
    try (var _ = deadlines.interruptAfter(ANSWERED_WITHIN)) {
      var foreign = guard.refusal(exchange);
      if (foreign.isPresent()) {
        return new Outcome.Refused(foreign.get());
      }
      var found = router.find(exchange.getRequestMethod(), exchange.getRequestURI());
      path = found.route().path();
      var request = new Request(exchange, found.path(), allowance);
      try {
        return new Outcome.Answered(found.route().handler().handle(request));
      } catch (InterruptedException e) {
        LOG.warn("{} {} took longer than {}", exchange.getRequestMethod(), path, ANSWERED_WITHIN);
        return new Outcome.Refused(new HttpProblem(Kind.BUSY, "this took too long; ask again"));
      }
    } catch (RefusedException e) {
      return new Outcome.Refused(e.problem());
    } catch (StorageException e) {
      LOG.error("{} {}", exchange.getRequestMethod(), path, e);
      return new Outcome.Refused(
          new HttpProblem(Kind.BUSY, Objects.requireNonNullElse(e.getMessage(), e.toString())));
    } catch (RuntimeException | StackOverflowError e) {
      // The path as the route has it: what stands in its place may be a callback's token.
      var incident = incident();
      LOG.error("incident {}: {} {}", incident, exchange.getRequestMethod(), path, e);
      return new Outcome.Refused(
          new HttpProblem(
              Kind.FAULT,
              "incident %s: the host's log says more; please report it".formatted(incident)));
    }
  }

  private static String incident() {
    var bytes = new byte[INCIDENT_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void send(HttpExchange exchange, Outcome outcome) throws IOException {
    switch (outcome) {
      case Outcome.Refused(var problem) -> problem(exchange, problem);
      case Outcome.Answered(Answer.Json(var status, var body, var headers)) ->
          send(exchange, status, JSON, text(body), headers);
      case Outcome.Answered(Answer.Ready(var json)) ->
          send(exchange, 200, JSON, json.getBytes(StandardCharsets.UTF_8), Map.of());
      case Outcome.Answered(Answer.Nothing _) -> send(exchange, 204, JSON, new byte[0], Map.of());
      case Outcome.Answered(Answer.Bytes(var bytes)) -> stream(exchange, bytes);
      case Outcome.Answered(Answer.Events(var writer)) -> events(exchange, writer);
    }
  }

  /// A slow reader has the time of an answer for each chunk: all of it may be a gigabyte.
  private void stream(HttpExchange exchange, InputStream bytes) throws IOException {
    try (bytes) {
      commonHeaders(exchange, Map.of("Content-Disposition", "attachment"))
          .set("Content-Type", "application/octet-stream");
      if (exchange.getRequestMethod().equals(HEAD)) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(200, 0);
      var chunk = new byte[64 * 1024];
      for (var read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
        try (var _ = deadlines.interruptAfter(ANSWERED_WITHIN)) {
          exchange.getResponseBody().write(chunk, 0, read);
        }
      }
      exchange.close();
    } catch (StorageException e) {
      // The answer has begun, so it can only break off.
      LOG.error("a payload broke off", e);
      throw new IOException("the payload broke off", e);
    }
  }

  private void problem(HttpExchange exchange, HttpProblem problem) throws IOException {
    send(
        exchange,
        problem.kind().status(),
        HttpProblem.MEDIA_TYPE,
        text(problem.toJson()),
        problem.headers());
  }

  private static byte[] text(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void send(
      HttpExchange exchange, int status, String type, byte[] body, Map<String, String> headers)
      throws IOException {
    try (var _ = deadlines.interruptAfter(ANSWERED_WITHIN)) {
      // The interrupt closes the connection under a blocked write, which then throws.
      var answer = commonHeaders(exchange, headers);
      if (body.length > 0) {
        answer.set("Content-Type", type);
      }
      if (exchange.getRequestMethod().equals(HEAD)) {
        answer.set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(status, -1);
      } else if (body.length == 0) {
        exchange.sendResponseHeaders(status, -1);
      } else {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        dropRest(exchange);
        exchange.close();
      }
    }
  }

  private static com.sun.net.httpserver.Headers commonHeaders(
      HttpExchange exchange, Map<String, String> headers) {
    var answer = exchange.getResponseHeaders();
    answer.set("Cache-Control", "no-store");
    answer.set("X-Content-Type-Options", "nosniff");
    headers.forEach(answer::set);
    return answer;
  }

  private void dropRest(HttpExchange exchange) throws IOException {
    try (var _ = deadlines.interruptAfter(LINGER_MAX)) {
      var in = exchange.getRequestBody();
      var chunk = new byte[8 * 1024];
      var left = LINGER_MAX_BYTES;
      for (var read = in.read(chunk); read >= 0 && left > 0; read = in.read(chunk)) {
        left -= read;
      }
    }
  }

  private void events(HttpExchange exchange, Answer.EventWriter writer) throws IOException {
    commonHeaders(exchange, Map.of()).set("Content-Type", EventStream.MEDIA_TYPE);
    if (exchange.getRequestMethod().equals(HEAD)) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, 0);
    try {
      writer.writeTo(new EventStream(exchange.getResponseBody(), deadlines));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the host closes");
    } catch (RuntimeException e) {
      // The answer has begun, so it can only break off.
      LOG.error("an event stream broke off", e);
      throw new IOException("the event stream broke off", e);
    }
    exchange.close();
  }
}
