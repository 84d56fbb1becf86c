package dev.millrace.integrations.http;

import dev.millrace.definition.expression.Condition;
import dev.millrace.engine.kind.AttemptContext;

/// Sends the requests of one attempt and holds their answers against `expect.when`.
record Requests(HttpTransport transport, AttemptContext attempt) {
  /// Sends a request.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Exchanged send(HttpCall call) throws InterruptedException {
    return switch (transport.exchange(call, attempt)) {
      case Exchanged.Unanswered unanswered -> unanswered;
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
