package dev.millrace.integrations.http;

import dev.millrace.definition.expression.Condition;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.integrations.http.SharedFetch.Fetched;

/// Sends the requests of one attempt and holds their answers against `expect.when`.
record Requests(HttpTransport transport, Tokens tokens, AwsApi aws, AttemptContext attempt) {
  private static final int UNAUTHORIZED = 401;

  /// Sends the first request of an attempt, which may be postponed.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Exchanged send(HttpCall call) throws InterruptedException {
    return sent(exchange(call, Turns.OF_FIRST));
  }

  /// Sends a later one: what came before would have to be done again, so it waits for its turn.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Exchanged sendNext(HttpCall call) throws InterruptedException {
    return sent(exchange(call, Turns.OF_NEXT));
  }

  private Exchanged sent(Exchanged exchanged) {
    return switch (exchanged) {
      case Exchanged.Unanswered unanswered -> unanswered;
      case Exchanged.Postponed postponed -> postponed;
      case Exchanged.Answered answered -> held(answered);
    };
  }

  /// Sends a request whatever its answer says. One that takes a token gets it first, and once more
  /// when it is refused: tokens are taken back before their time.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Exchanged exchange(HttpCall call, Turns turns) throws InterruptedException {
    return switch (call.access().signIn()) {
      case SignIn.Fetched(var grant) -> exchange(call, grant, turns, Renewal.LEFT);
      case SignIn.Assumed assumed -> exchange(call, assumed, turns);
      case SignIn.None _, SignIn.Header _, SignIn.Query _, SignIn.Signed _ ->
          transport.exchange(call, attempt, turns);
    };
  }

  private Exchanged exchange(HttpCall call, SignIn.Assumed as, Turns turns)
      throws InterruptedException {
    return switch (aws.keys(as.role(), attempt)) {
      case AwsApi.Acting.Failed(var failure, _) -> new Exchanged.Unanswered(failure);
      case AwsApi.Acting.With(var keys) -> {
        call.access().redaction().hide(keys);
        var signed = SignIn.Signed.by(keys, as.service(), as.region());
        yield transport.exchange(call.with(call.access().with(signed)), attempt, turns);
      }
    };
  }

  /// Whether a token that is refused is fetched anew.
  private enum Renewal {
    LEFT,
    DONE
  }

  private Exchanged exchange(HttpCall call, Grant grant, Turns turns, Renewal renewal)
      throws InterruptedException {
    return switch (tokens.of(grant, call.access(), transport, attempt)) {
      case Fetched.Failed<String>(var failure, _) -> new Exchanged.Unanswered(failure);
      case Fetched.Abandoned<String> _ ->
          throw new IllegalStateException("only those who wait are told so");
      case Fetched.Given<String>(var token, _) -> {
        call.access().redaction().hide(token);
        var exchanged =
            transport.exchange(call.with(call.access().with(SignIn.bearer(token))), attempt, turns);
        if (exchanged instanceof Exchanged.Unanswered(var failure)
            && failure.error().equals(HttpErrors.status(UNAUTHORIZED))) {
          tokens.refused(grant, token);
          yield switch (renewal) {
            case LEFT -> exchange(call, grant, turns, Renewal.DONE);
            case DONE -> exchanged;
          };
        }
        yield exchanged;
      }
    };
  }

  private Exchanged held(Exchanged.Answered answered) {
    var when = attempt.deferred(AnswerArguments.WHEN);
    if (when.isEmpty()) {
      return answered;
    }
    return switch (when.get().condition(answered.result())) {
      case Condition.Holds _ -> answered;
      case Condition.DoesNotHold _ ->
          new Exchanged.Unanswered(
              answered.failed(HttpErrors.UNEXPECTED, "expect.when does not hold"));
      case Condition.Failed(var error, var cause) ->
          new Exchanged.Unanswered(answered.failed(error, "expect.when: " + cause));
    };
  }
}
