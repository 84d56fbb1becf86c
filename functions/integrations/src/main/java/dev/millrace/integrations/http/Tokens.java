package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connection.Connection.RunHeaders;
import dev.millrace.engine.connection.HeaderRules;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.limit.Limits;
import dev.millrace.integrations.arguments.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// The tokens of a worker's connections. Whoever needs one that is not there fetches it, and all
/// who need the same meanwhile wait for that one. Safe for any number of threads.
final class Tokens {
  /// A token is used no more so long before it expires: a request takes its time, and clocks
  /// differ. Of one that lives shortly, half of its life.
  static final Duration MARGIN = Duration.ofSeconds(30);

  /// How long a token holds when whoever gives it does not say.
  static final Duration LIFE_DEFAULT = Duration.ofMinutes(5);

  /// Longest life that is believed.
  private static final Duration LIFE_LONGEST = Duration.ofDays(1);

  private static final int ANSWER_BYTES = 64 * ByteSize.KB;

  /// Most tokens kept; a worker that needs more begins anew.
  private static final int KEPT = 1_000;

  private static final Pattern TRANSIENT =
      Pattern.compile("Http\\.(429|5\\d\\d|Timeout|ConnectionFailed|ConnectionLost)");

  private final Map<Grant, Token> tokens = new ConcurrentHashMap<>();
  private final Map<Grant, CompletableFuture<Fetched>> flights = new ConcurrentHashMap<>();

  /// A token, and from when on it is not used any more.
  private record Token(String text, Instant usedUntil) {}

  /// Whose failure it is that there is no token.
  enum Whose {
    /// Everybody's who asks now.
    ALL,
    /// That of an attempt whose own time was over.
    OWN
  }

  /// What became of a fetch.
  sealed interface Fetched {
    /// A token that holds.
    record Given(String token) implements Fetched {
      @Override
      public String toString() {
        return "Given";
      }
    }

    /// There is none, and the attempt fails.
    record Failed(Execution.Failed failure, Whose whose) implements Fetched {}

    /// Whoever fetched it had to end before there was an answer.
    record Abandoned() implements Fetched {}
  }

  /// A token for an attempt.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Fetched of(Grant grant, Access access, HttpTransport transport, AttemptContext attempt)
      throws InterruptedException {
    while (true) {
      var known = tokens.get(grant);
      if (known != null && attempt.now().isBefore(known.usedUntil())) {
        return new Fetched.Given(known.text());
      }
      var own = new CompletableFuture<Fetched>();
      var flight = flights.putIfAbsent(grant, own);
      var fetched =
          flight == null
              ? lead(own, grant, access, transport, attempt)
              : await(flight, grant, attempt);
      if (!(fetched instanceof Fetched.Abandoned)) {
        return fetched;
      }
    }
  }

  /// A token was refused: it is given to nobody any more. If another has come meanwhile, that one
  /// stays.
  void refused(Grant grant, String token) {
    tokens.computeIfPresent(
        grant, (_, standing) -> standing.text().equals(token) ? null : standing);
  }

  private Fetched lead(
      CompletableFuture<Fetched> flight,
      Grant grant,
      Access access,
      HttpTransport transport,
      AttemptContext attempt)
      throws InterruptedException {
    try {
      var known = tokens.get(grant);
      var fetched =
          known != null && attempt.now().isBefore(known.usedUntil())
              ? new Fetched.Given(known.text())
              : fetch(grant, access, transport, attempt);
      flight.complete(forOthers(fetched));
      return fetched;
    } finally {
      flights.remove(grant, flight);
      flight.complete(new Fetched.Abandoned());
    }
  }

  private static Fetched forOthers(Fetched fetched) {
    return fetched instanceof Fetched.Failed(_, var whose) && whose == Whose.OWN
        ? new Fetched.Abandoned()
        : fetched;
  }

  private static Fetched await(
      CompletableFuture<Fetched> flight, Grant grant, AttemptContext attempt)
      throws InterruptedException {
    try {
      return flight.get(HttpTransport.timeOf(attempt).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new Fetched.Failed(
          Execution.Failed.of(
              HttpErrors.TOKEN_UNAVAILABLE,
              named(grant, "no token in time from " + grant.tokenUrl().shown())),
          Whose.OWN);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fetch ends with a value", e);
    }
  }

  private Fetched fetch(Grant grant, Access access, HttpTransport transport, AttemptContext attempt)
      throws InterruptedException {
    var asked = attempt.now();
    return switch (transport.exchange(request(grant, access), attempt, Turns.OF_NEXT)) {
      case Exchanged.Unanswered(var failure) -> {
        var error =
            TRANSIENT.matcher(failure.error().text()).matches()
                ? HttpErrors.TOKEN_UNAVAILABLE
                : HttpErrors.TOKEN_REFUSED;
        var whose = failure.error().equals(HttpErrors.TIMEOUT) ? Whose.OWN : Whose.ALL;
        // Others may wait for it who do not know all that this attempt hides.
        var cause = named(grant, access.redaction().in(failure.cause()));
        yield new Fetched.Failed(new Execution.Failed(error, cause, failure.retryAfter()), whose);
      }
      case Exchanged.Postponed _ ->
          throw new IllegalStateException("a token is fetched without a limit");
      case Exchanged.Answered answered -> {
        var body = answered.result().path("body");
        var token = body.path("access_token").asText("");
        if (token.isBlank() || !HeaderRules.isValue(token)) {
          // Its body is not shown: it may hold a token all the same.
          yield new Fetched.Failed(
              Execution.Failed.of(
                  HttpErrors.TOKEN_REFUSED,
                  named(
                      grant,
                      "POST %s: the answer has no access_token that can go into a header"
                          .formatted(grant.tokenUrl().shown()))),
              Whose.ALL);
        }
        access.redaction().hide(token);
        if (tokens.size() >= KEPT) {
          tokens.clear();
        }
        tokens.put(grant, new Token(token, asked.plus(usedFor(body.path("expires_in")))));
        yield new Fetched.Given(token);
      }
    };
  }

  private static String named(Grant grant, String cause) {
    return "connection %s: %s".formatted(grant.connection(), cause);
  }

  /// How long a token is used. Some write the seconds as text.
  private static Duration usedFor(JsonNode expiresIn) {
    var seconds = expiresIn.asLong(LIFE_DEFAULT.toSeconds());
    var life = Duration.ofSeconds(Math.clamp(seconds, 0, LIFE_LONGEST.toSeconds()));
    var half = life.dividedBy(2);
    return life.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
  }

  /// The place that gives tokens sees the client's certificate, if there is one, and nothing else
  /// of the connection.
  private static HttpCall request(Grant grant, Access access) {
    return new HttpCall(
        HttpMethod.POST,
        grant.tokenUrl(),
        grant.headers(access.redaction()),
        grant.form(),
        StatusSet.SUCCESS,
        BodyForm.JSON,
        ANSWER_BYTES,
        0,
        HttpCall.IdempotencyKey.NOT_SENT,
        new Sequel.None(),
        new Access(
            access.connection(),
            Optional.of(grant.tokenUrl()),
            List.of(),
            new SignIn.None(),
            access.identity(),
            access.timeout(),
            RunHeaders.NOT_SENT,
            access.allow(),
            Limits.NONE,
            access.redaction()));
  }
}
