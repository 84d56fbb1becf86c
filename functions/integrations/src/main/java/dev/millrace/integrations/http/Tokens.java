package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connection.Connection.RunHeaders;
import dev.millrace.engine.connection.HeaderRules;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.limit.Limits;
import dev.millrace.integrations.arguments.ByteSize;
import dev.millrace.integrations.http.SharedFetch.Fetched;
import dev.millrace.integrations.http.SharedFetch.Whose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The tokens of a worker's connections. Safe for any number of threads.
final class Tokens {
  /// How long a token holds when whoever gives it does not say.
  static final Duration LIFE_DEFAULT = Duration.ofMinutes(5);

  private static final int ANSWER_BYTES = 64 * ByteSize.KB;

  private static final Pattern TRANSIENT =
      Pattern.compile("Http\\.(429|5\\d\\d|Timeout|ConnectionFailed|ConnectionLost)");

  private final SharedFetch<Grant, String> tokens = new SharedFetch<>();

  /// A token for an attempt.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Fetched<String> of(Grant grant, Access access, HttpTransport transport, AttemptContext attempt)
      throws InterruptedException {
    return tokens.of(
        grant,
        attempt,
        new SharedFetch.Source<>() {
          @Override
          public Fetched<String> fetch() throws InterruptedException {
            return Tokens.fetch(grant, access, transport, attempt);
          }

          @Override
          public Execution.Failed late() {
            return Execution.Failed.of(
                HttpErrors.TOKEN_UNAVAILABLE,
                named(grant, "no token in time from " + grant.tokenUrl().shown()));
          }
        });
  }

  /// A token was refused: it is given to nobody any more.
  void refused(Grant grant, String token) {
    tokens.refused(grant, token);
  }

  /// Whether asking again soon may help where asking has failed so.
  static boolean isTransient(Execution.Failed failure) {
    return TRANSIENT.matcher(failure.error().text()).matches();
  }

  /// Whose matter a failed request is that would have served all.
  static Whose whose(Execution.Failed failure) {
    return failure.error().equals(HttpErrors.TIMEOUT) ? Whose.OWN : Whose.ALL;
  }

  private static Fetched<String> fetch(
      Grant grant, Access access, HttpTransport transport, AttemptContext attempt)
      throws InterruptedException {
    var asked = attempt.now();
    return switch (transport.exchange(request(grant, access), attempt, Turns.OF_NEXT)) {
      case Exchanged.Unanswered(var failure) -> {
        var error = isTransient(failure) ? HttpErrors.TOKEN_UNAVAILABLE : HttpErrors.TOKEN_REFUSED;
        // Others may wait for it who do not know all that this attempt hides.
        var cause = named(grant, access.redaction().in(failure.cause()));
        yield new Fetched.Failed<>(
            new Execution.Failed(error, cause, failure.retryAfter()), whose(failure));
      }
      case Exchanged.Postponed _ ->
          throw new IllegalStateException("a token is fetched without a limit");
      case Exchanged.Answered answered -> {
        var body = answered.result().path("body");
        var token = body.path("access_token").asText("");
        if (token.isBlank() || !HeaderRules.isValue(token)) {
          // Its body is not shown: it may hold a token all the same.
          yield new Fetched.Failed<>(
              Execution.Failed.of(
                  HttpErrors.TOKEN_REFUSED,
                  named(
                      grant,
                      "POST %s: the answer has no access_token that can go into a header"
                          .formatted(grant.tokenUrl().shown()))),
              Whose.ALL);
        }
        access.redaction().hide(token);
        yield new Fetched.Given<>(
            token, SharedFetch.usedUntil(asked, life(body.path("expires_in"))));
      }
    };
  }

  private static String named(Grant grant, String cause) {
    return "connection %s: %s".formatted(grant.connection(), cause);
  }

  /// How long a token holds. Some write the seconds as text.
  private static Duration life(JsonNode expiresIn) {
    return Duration.ofSeconds(expiresIn.asLong(LIFE_DEFAULT.toSeconds()));
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
