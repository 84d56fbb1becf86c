package dev.millrace.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.millrace.api.ApiCalls;
import dev.millrace.api.EventWriter;
import dev.millrace.api.HttpProblem;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.api.Reply;
import dev.millrace.engine.Invocation;
import dev.millrace.local.deadline.Deadlines;
import dev.millrace.local.sqlite.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request through the guard to the API's calls, and the reply back, within deadlines.
final class ExchangeHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

  /// How long a request may take until its answer is there, and how long sending that may take.
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

  /// What is left of a refused body is read and dropped so far and so long: a connection that is
  /// closed before would lose the answer as well.
  private static final long LINGER_MAX_BYTES = 64L * 1024 * 1024;

  private static final Duration LINGER_MAX = Duration.ofSeconds(5);
  private static final String HEAD = "HEAD";

  private final Guard guard;
  private final ApiCalls calls;
  private final Supplier<Invocation> invocations;
  private final Deadlines deadlines;
  private final Semaphore places;

  ExchangeHandler(
      Guard guard,
      ApiCalls calls,
      Supplier<Invocation> invocations,
      Deadlines deadlines,
      Semaphore places) {
    this.guard = guard;
    this.calls = calls;
    this.invocations = invocations;
    this.deadlines = deadlines;
    this.places = places;
  }

  /// @throws IOException when the client is gone: the server then closes the connection
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!places.tryAcquire()) {
      var busy =
          new HttpProblem(
              Kind.BUSY,
              "too many requests at the same time",
              List.of(),
              Map.of("Retry-After", "1"));
      send(exchange, ApiCalls.reply(busy));
      return;
    }
    try {
      send(exchange, reply(exchange));
    } finally {
      places.release();
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    var foreign = guard.refusal(exchange);
    if (foreign.isPresent()) {
      return ApiCalls.reply(foreign.get());
    }
    try (var _ = deadlines.interruptAfter(ANSWERED_WITHIN)) {
      return calls.answer(new ReceivedExchange(exchange, invocations));
    }
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException {
    switch (reply) {
      case Reply.Whole whole -> send(exchange, whole);
      case Reply.Bytes(var headers, var bytes) -> {
        headers.forEach(exchange.getResponseHeaders()::set);
        stream(exchange, bytes);
      }
      case Reply.Events(var headers, var writer) -> {
        headers.forEach(exchange.getResponseHeaders()::set);
        events(exchange, writer);
      }
    }
  }

  private void send(HttpExchange exchange, Reply.Whole reply) throws IOException {
    try (var _ = deadlines.interruptAfter(ANSWERED_WITHIN)) {
      // The interrupt closes the connection under a blocked write, which then throws.
      var body = reply.body().getBytes(StandardCharsets.UTF_8);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      if (exchange.getRequestMethod().equals(HEAD)) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(reply.status(), -1);
      } else if (body.length == 0) {
        exchange.sendResponseHeaders(reply.status(), -1);
      } else {
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        dropRest(exchange);
        exchange.close();
      }
    }
  }

  /// A slow reader has the time of an answer for each chunk: all of it may be a gigabyte.
  private void stream(HttpExchange exchange, InputStream bytes) throws IOException {
    try (bytes) {
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

  private void events(HttpExchange exchange, EventWriter writer) throws IOException {
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
