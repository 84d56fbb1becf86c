package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.limit.Permit;
import dev.millrace.engine.limit.Permits.Taking;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/// Sends requests and reads their answers. All attempts of a host share one, and with it the
/// connections.
final class HttpTransport implements AutoCloseable {
  /// What is kept back of an attempt's time, so that the failure can still say what was waited for
  /// before the engine interrupts the attempt; at most a tenth of the time.
  static final Duration REPORT_TIME = Duration.ofMillis(100);

  /// Longest exchange. No worker lives as long.
  static final Duration TIME_MAX = Duration.ofDays(1);

  private static final int REPORT_SHARE = 10;
  private static final String USER_AGENT = "Millrace";

  private final ConnectionPool connections;
  private final Alarms alarms;

  /// @param trust whom to trust; asked with the first https request
  HttpTransport(HttpSettings settings, NameLookup lookup, Trust trust, Alarms alarms) {
    this.connections =
        new ConnectionPool(
            new GuardedLookup(lookup, settings.guard(), settings.proxy()),
            new PhasedTls(trust),
            alarms);
    this.alarms = alarms;
  }

  /// A transport that trusts whom the JVM trusts.
  static HttpTransport standard(HttpSettings settings) {
    return new HttpTransport(settings, NameLookup.system(), Trust.ofJvm(), new TimerAlarms());
  }

  /// Sends a request of an attempt, when its turn has come.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Exchanged exchange(HttpCall call, AttemptContext attempt, Turns turns)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return switch (turns.take(call.access(), call.address(), attempt)) {
      case Taking.Taken(var permit) -> exchange(call, attempt, permit);
      case Taking.Busy(var back) ->
          switch (turns) {
            case OF_FIRST -> new Exchanged.Postponed(back);
            case OF_NEXT ->
                new Exchanged.Unanswered(
                    new Failures(new Exchange(call, timeOf(call, attempt))).expired());
          };
    };
  }

  private Exchanged exchange(HttpCall call, AttemptContext attempt, Permit first)
      throws InterruptedException {
    var exchange = new Exchange(call, timeOf(call, attempt));
    try (first;
        var _ = alarms.after(exchange.time(), exchange::expire)) {
      return ScopedValue.where(Exchange.CURRENT, exchange)
          .call(() -> send(exchange, attempt, first));
    } catch (IOException | IllegalStateException e) {
      // An interruption closes the connection, so it shows as any other break of it. A connection
      // that is closed at an awkward moment shows as an illegal state.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (exchange.hasExpired() && !(e instanceof FailedExchange)) {
        return new Exchanged.Unanswered(new Failures(exchange).expired());
      }
      if (e instanceof IOException broken) {
        return new Exchanged.Unanswered(new Failures(exchange).broken(broken));
      }
      throw (IllegalStateException) e;
    } finally {
      connections.used();
    }
  }

  /// Connections that wait to be used again.
  int idle() {
    return connections.idle();
  }

  @Override
  public void close() {
    connections.close();
    alarms.close();
  }

  /// The time for one exchange: what the attempt has left, or less when the connection says so.
  private static Duration timeOf(HttpCall call, AttemptContext attempt) {
    var left = timeOf(attempt);
    return call.access().timeout().filter(most -> most.compareTo(left) < 0).orElse(left);
  }

  static Duration timeOf(AttemptContext attempt) {
    var left = Duration.between(attempt.now(), attempt.deadline());
    if (left.compareTo(TIME_MAX) > 0) {
      return TIME_MAX;
    }
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    var share = left.dividedBy(REPORT_SHARE);
    var kept = share.compareTo(REPORT_TIME) < 0 ? share : REPORT_TIME;
    return Duration.ofMillis(left.minus(kept).toMillis());
  }

  private Exchanged send(Exchange exchange, AttemptContext attempt, Permit first)
      throws IOException {
    if (exchange.time().isZero()) {
      exchange.expire();
    }
    Optional<Exchanged> answered;
    // Over before the next one asks: a redirect must not wait for its own slot.
    try (first) {
      answered = sendHop(exchange, attempt, first);
    }
    while (answered.isEmpty()) {
      try (var permit = turnAfterRedirect(exchange, attempt)) {
        answered = sendHop(exchange, attempt, permit);
      }
    }
    return answered.get();
  }

  private static Permit turnAfterRedirect(Exchange exchange, AttemptContext attempt)
      throws IOException {
    exchange.enter(Phase.TURN);
    var call = exchange.call();
    try {
      return switch (Turns.OF_NEXT.take(call.access(), exchange.hop().address(), attempt)) {
        case Taking.Taken(var permit) -> permit;
        case Taking.Busy _ -> {
          exchange.expire();
          throw new InterruptedIOException("the time is over");
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /// Sends one request.
  ///
  /// @return empty: a redirect is to be followed
  private Optional<Exchanged> sendHop(Exchange exchange, AttemptContext attempt, Permit permit)
      throws IOException {
    var request = request(exchange, attempt);
    exchange.begin(request, permit);
    var response = connections.open(hostOf(exchange.hop().address()), request, exchange.time());
    var isOfProxy = exchange.phase() == Phase.PROXY;
    try (var incoming = new Incoming(exchange, response)) {
      exchange.answered(reply(response));
      if (isOfProxy) {
        incoming.readBeginning();
        return Optional.of(new Exchanged.Unanswered(new Failures(exchange).noWay()));
      }
      return switch (Redirect.of(exchange)) {
        case Redirect.None _ -> Optional.of(answer(exchange, incoming, attempt));
        case Redirect.Refused(var why) -> {
          incoming.readBeginning();
          yield Optional.of(
              new Exchanged.Unanswered(
                  new Failures(exchange).redirect(exchange.reply().orElseThrow(), why)));
        }
        case Redirect.Follow(var hop) -> {
          incoming.readBeginning();
          exchange.redirect(hop);
          yield Optional.empty();
        }
      };
    }
  }

  private static Exchanged answer(Exchange exchange, Incoming incoming, AttemptContext attempt)
      throws IOException {
    var reply = exchange.reply().orElseThrow();
    if (!exchange.call().expected().has(reply.status())) {
      incoming.readBeginning();
      return new Exchanged.Unanswered(new Failures(exchange).status(reply, attempt.now()));
    }
    var body =
        switch (exchange.call().form()) {
          case STORED -> StoredBody.of(exchange, incoming, attempt);
          case AUTO, JSON, TEXT, BYTES -> {
            incoming.readAll();
            yield AnswerBody.read(reply, exchange.call().form());
          }
        };
    var result = JsonNodeFactory.instance.objectNode();
    result.put("status", reply.status());
    result.set("headers", ResultHeaders.of(reply.headers()));
    result.set("body", body);
    return new Exchanged.Answered(exchange, result);
  }

  private static HttpUriRequestBase request(Exchange exchange, AttemptContext attempt) {
    var hop = exchange.hop();
    var access = exchange.call().access().at(hop.address());
    var address = access.signed(hop.address());
    var request = new HttpUriRequestBase(hop.method().name(), URI.create(address.text()));
    request.setHeader("User-Agent", USER_AGENT);
    request.setHeader("Accept-Encoding", "gzip");
    for (var header : AttemptHeaders.of(attempt, exchange.call().key(), access.runHeaders())) {
      request.setHeader(header.name(), header.value());
    }
    if (!hop.body().contentType().isEmpty()) {
      request.setHeader("Content-Type", hop.body().contentType());
      request.setEntity(new ByteArrayEntity(hop.body().bytes(), null));
    }
    // The task's own headers win over those that its connection has for all.
    access.headers().forEach(header -> request.setHeader(header.name(), header.value()));
    hop.headers().forEach(header -> request.setHeader(header.name(), header.value()));
    access
        .signIn()
        .asHeader()
        .ifPresent(header -> request.setHeader(header.name(), header.value()));
    if (access.signIn() instanceof SignIn.Signed key) {
      sign(request, address, hop.body().bytes(), key, attempt.now());
    }
    return request;
  }

  /// Last of all: a signature holds for the request as it goes out.
  private static void sign(
      HttpUriRequestBase request, Address address, byte[] body, SignIn.Signed key, Instant now) {
    var hash = Signature4.hash(body);
    request.setHeader(Signature4.CONTENT_HASH, hash);
    var signed =
        Arrays.stream(request.getHeaders())
            .map(HttpTransport::parameter)
            .filter(header -> header.name().matches("content-type|x-amz-.*"))
            .toList();
    new Signature4(request.getMethod(), address.authority(), address.target(), signed, hash, now)
        .by(key)
        .forEach(header -> request.setHeader(header.name(), header.value()));
  }

  private static HttpHost hostOf(Address address) {
    return new HttpHost(address.scheme(), address.host(), address.port());
  }

  private static Reply reply(ClassicHttpResponse response) {
    var headers = Arrays.stream(response.getHeaders()).map(HttpTransport::parameter).toList();
    var reason = response.getReasonPhrase();
    return new Reply(
        response.getCode(),
        reason == null ? "" : reason,
        headers,
        new ReceivedBytes(),
        response.getEntity() != null);
  }

  private static Parameter parameter(Header header) {
    var value = header.getValue();
    return new Parameter(header.getName().toLowerCase(Locale.ROOT), value == null ? "" : value);
  }
}
