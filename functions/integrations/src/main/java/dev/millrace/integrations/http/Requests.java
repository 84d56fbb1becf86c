package dev.millrace.integrations.http;

import dev.millrace.definition.expression.Condition;
import dev.millrace.engine.kind.AttemptContext;

/// Sends the requests of one attempt and holds their answers against `expect.when`.
record Requests(HttpTransport transport, AttemptContext attempt) {
  /// Sends the first request of an attempt, which may be postponed.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Exchanged send(HttpCall call) throws InterruptedException {
    return sent(transport.exchange(call, attempt, Turns.OF_FIRST));
  }

  /// Sends a later one: what came before would have to be done again, so it waits for its turn.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Exchanged sendNext(HttpCall call) throws InterruptedException {
    return sent(transport.exchange(call, attempt, Turns.OF_NEXT));
  }

  private Exchanged sent(Exchanged exchanged) {
    return switch (exchanged) {
      case Exchanged.Unanswered unanswered -> unanswered;
      case Exchanged.Postponed postponed -> postponed;
      case Exchanged.Answered answered -> held(answered);
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
