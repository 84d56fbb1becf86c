package dev.millrace.integrations.http;

import dev.millrace.core.ErrorName;
import dev.millrace.definition.Durations;
import dev.millrace.engine.kind.Execution;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;

/// Says how an exchange failed: which error, and in words with method, address, status and the
/// beginning of the body.
record Failures(Exchange exchange) {
  /// Characters of others' messages that are shown.
  private static final int MESSAGE_MAX = 300;

  /// An answer has a status that was not expected.
  ///
  /// @param now a date in Retry-After counts from here
  Execution.Failed status(Reply reply, Instant now) {
    return failed(
        HttpErrors.status(reply.status()),
        "expected " + exchange.call().expected(),
        RetryAfter.of(reply, now));
  }

  /// An answer says something that is not as it should be.
  Execution.Failed because(ErrorName error, String what) {
    return failed(error, what);
  }

  /// An answer asks for a redirect that is not followed.
  ///
  /// @param why to follow status and reason
  Execution.Failed redirect(Reply reply, String why) {
    return failed(HttpErrors.status(reply.status()), why, Optional.empty());
  }

  /// A proxy has answered instead of making a connection to the server.
  Execution.Failed noWay() {
    return failed(unsent(), "this is the proxy, which makes no connection to the server");
  }

  /// The time was over.
  Execution.Failed expired() {
    var phase = exchange.phase();
    return phase.mayHaveArrived()
        ? failed(HttpErrors.TIMEOUT, "no whole answer within " + within() + ": " + still(phase))
        : failed(unsent(), "no connection within " + within() + ": " + still(phase));
  }

  /// Something broke.
  Execution.Failed broken(IOException e) {
    return switch (e) {
      case FailedExchange known -> failed(known.error(), known.what());
      case RefusedHostException refused ->
          failed(HttpErrors.REFUSED, "not allowed: " + message(refused));
      case SSLException tls when !isOfConnection(tls) ->
          failed(HttpErrors.TLS, "no secure connection: " + message(tls));
      case UnknownHostException _ ->
          failed(unsent(), "the name of the host is not known: " + exchange.hop().address().host());
      case MessageConstraintException large ->
          failed(HttpErrors.TOO_LARGE, "the head of the answer is too large: " + message(large));
      case ClientProtocolException odd ->
          failed(HttpErrors.BAD_BODY, "the answer is not HTTP: " + message(odd));
      case MalformedChunkCodingException odd ->
          failed(HttpErrors.BAD_BODY, "the answer is not HTTP: " + message(odd));
      default -> {
        var phase = exchange.phase();
        yield phase.mayHaveArrived()
            ? failed(HttpErrors.CONNECTION_LOST, "the connection broke: " + message(e))
            : failed(unsent(), "no connection: " + message(e));
      }
    };
  }

  /// Nothing was sent on this connection. Behind a redirect the first request was, so trying again
  /// is only safe where sending twice is.
  private ErrorName unsent() {
    return exchange.redirects() == 0 || exchange.call().isIdempotent()
        ? HttpErrors.CONNECTION_FAILED
        : HttpErrors.CONNECTION_LOST;
  }

  /// Whether the connection below broke while TLS used it.
  private static boolean isOfConnection(SSLException e) {
    return e.getCause() instanceof SocketException
        || e.getCause() instanceof SocketTimeoutException
        || e.getCause() instanceof EOFException;
  }

  private Execution.Failed failed(ErrorName error, String what) {
    return failed(error, what, Optional.empty());
  }

  private Execution.Failed failed(ErrorName error, String what, Optional<Duration> retryAfter) {
    var cause = new StringBuilder();
    cause.append(exchange.call().method()).append(' ').append(exchange.call().address().shown());
    if (exchange.redirects() > 0) {
      cause.append(" (redirected to ").append(exchange.hop().address().shown()).append(')');
    }
    cause.append(": ");
    exchange.reply().ifPresent(reply -> cause.append(reply.statusInWords()).append(", "));
    cause.append(what);
    exchange
        .reply()
        .map(reply -> reply.body().excerpt())
        .filter(excerpt -> !excerpt.isEmpty())
        .ifPresent(excerpt -> cause.append(". The body begins: ").append(excerpt));
    return new Execution.Failed(error, cause.toString(), retryAfter);
  }

  private String within() {
    return Durations.inWords(exchange.time());
  }

  private static String still(Phase phase) {
    return "it ended while " + phase.inWords();
  }

  private static String message(Throwable e) {
    var text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().strip();
    if (e instanceof ClientProtocolException && e.getCause() != null) {
      return message(e.getCause());
    }
    return text.length() <= MESSAGE_MAX ? text : text.substring(0, MESSAGE_MAX) + "…";
  }
}
