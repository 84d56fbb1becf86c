package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.expression.Condition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.arguments.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/// Asks after something outside until it has come to its end. Between two polls the attempt is
/// parked and all that is known of it stands in its note.
record Polling(Requests requests, Sequel.Poll poll) {
  /// Polls in a row that may fail for reasons that pass, so that an hour's work outside is not lost
  /// to a minute's trouble on the way.
  static final int FAILURES_MAX = 5;

  /// Longest address that is polled, in characters: it stands in the task's record.
  static final int ADDRESS_MAX = 2_048;

  private static final Pattern TRANSIENT =
      Pattern.compile("Http\\.(429|5\\d\\d|Timeout|ConnectionFailed|ConnectionLost)");

  /// What an attempt keeps while it is parked.
  ///
  /// @param polls how many polls were answered
  /// @param failures how many have failed since the last one that was answered
  private record Note(Address address, Instant wakeAt, int polls, int failures) {
    static Note of(JsonNode json) {
      return switch (Address.read(json.path("address").asText())) {
        case Address.Usable(var address) ->
            new Note(
                address,
                Instant.parse(json.path("wakeAt").asText()),
                json.path("polls").intValue(),
                json.path("failures").intValue());
        case Address.Wrong _ -> throw new IllegalStateException("a note without address");
      };
    }

    Execution.Parked parked() {
      var json =
          JsonNodeFactory.instance
              .objectNode()
              .put("address", address.text())
              .put("wakeAt", wakeAt.toString())
              .put("polls", polls)
              .put("failures", failures);
      return new Execution.Parked(json, Optional.of(wakeAt));
    }
  }

  /// Sends the request that starts it all. One that polls its own address is the first poll too.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Execution begin(HttpCall call) throws InterruptedException {
    return switch (requests.send(call)) {
      case Exchanged.Unanswered(var failure) -> failure;
      case Exchanged.Postponed(var until) -> HttpKind.postponed(until);
      case Exchanged.Answered answered -> {
        var get = attempt().deferred(SequelArguments.POLL_GET);
        yield get.isPresent()
            ? started(answered, get.get().address(answered.result()))
            : judged(answered, new Note(call.address(), attempt().now(), 0, 0));
      }
    };
  }

  /// Polls once.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Execution resume(HttpCall call) throws InterruptedException {
    var note =
        Note.of(
            attempt().note().orElseThrow(() -> new IllegalStateException("a poll without note")));
    if (note.wakeAt().isAfter(attempt().now())) {
      return note.parked(); // came early
    }
    var reading = call.reading(note.address(), call.expected().and(StatusSet.SUCCESS));
    return switch (requests.exchange(reading, Turns.OF_FIRST)) {
      case Exchanged.Answered answered -> judged(answered, note);
      case Exchanged.Unanswered(var failure) -> failed(note, failure);
      // Its job goes on meanwhile, and so does its timeout.
      case Exchanged.Postponed(var until) ->
          new Note(note.address(), until, note.polls(), note.failures()).parked();
    };
  }

  private AttemptContext attempt() {
    return requests.attempt();
  }

  private Execution started(Exchanged.Answered answered, Evaluation get) {
    return switch (get) {
      case Evaluation.Failed(var error, var cause) -> answered.failed(error, "poll.get: " + cause);
      case Evaluation.Value(var value) when value.isTextual() ->
          switch (answered.address().resolve(value.textValue())) {
            case Address.Wrong(var rule, _) ->
                answered.failed(HttpErrors.BAD_BODY, "poll.get must give " + rule);
            case Address.Usable(var to) when to.text().length() > ADDRESS_MAX ->
                answered.failed(
                    HttpErrors.BAD_BODY,
                    "poll.get gives an address of %,d characters; at most %,d are kept"
                        .formatted(to.text().length(), ADDRESS_MAX));
            case Address.Usable(var to)
                when access(answered).redaction().finds(cleaned(answered, to).text()) ->
                answered.failed(
                    HttpErrors.BAD_BODY,
                    "poll.get gives an address with a secret of the connection, which cannot be kept");
            case Address.Usable(var to) ->
                parked(answered, new Note(cleaned(answered, to), attempt().now(), 0, 0));
          };
      case Evaluation.Value(var value) ->
          answered.failed(
              HttpErrors.BAD_BODY, "poll.get must give an address, not " + Fields.inWords(value));
      case Evaluation.Nothing _ ->
          answered.failed(HttpErrors.BAD_BODY, "poll.get must give an address, not nothing");
    };
  }

  private static Access access(Exchanged.Answered answered) {
    return answered.exchange().call().access();
  }

  private static Address cleaned(Exchanged.Answered answered, Address address) {
    return access(answered).cleaned(address);
  }

  /// What is next, now that a poll was answered.
  private Execution judged(Exchanged.Answered answered, Note note) {
    return switch (holds(SequelArguments.POLL_FAIL, answered)) {
      case Condition.Failed(var error, var cause) -> answered.failed(error, "poll.fail: " + cause);
      case Condition.Holds _ -> answered.failed(HttpErrors.JOB_FAILED, "poll.fail holds");
      case Condition.DoesNotHold _ ->
          switch (holds(SequelArguments.POLL_UNTIL, answered)) {
            case Condition.Failed(var error, var cause) ->
                answered.failed(error, "poll.until: " + cause);
            case Condition.Holds _ -> new Execution.Done(answered.result());
            case Condition.DoesNotHold _ ->
                parked(answered, new Note(note.address(), note.wakeAt(), note.polls() + 1, 0));
          };
    };
  }

  private Condition holds(String pointer, Exchanged.Answered answered) {
    return attempt()
        .deferred(pointer)
        .map(deferred -> deferred.condition(answered.result()))
        .orElseGet(Condition.DoesNotHold::new);
  }

  /// What comes after a poll without a proper answer. Whatever the failure was, its name must not
  /// be one that is retried by default: that would start anew what may still go on outside.
  private Execution failed(Note note, Execution.Failed failure) {
    var failures = note.failures() + 1;
    if (failures <= FAILURES_MAX && TRANSIENT.matcher(failure.error().text()).matches()) {
      var next = new Note(note.address(), note.wakeAt(), note.polls(), failures);
      return parked(next, failure.retryAfter().orElse(Duration.ZERO));
    }
    return Execution.Failed.of(
        HttpErrors.POLL_FAILED,
        "poll %d: %s: %s".formatted(note.polls() + failures, failure.error(), failure.cause()));
  }

  private Execution parked(Exchanged.Answered answered, Note note) {
    return parked(note, RetryAfter.asked(answered.reply(), attempt().now()).orElse(Duration.ZERO));
  }

  /// @param asked the wait that the server asked for; a longer one wins
  private Execution parked(Note note, Duration asked) {
    // The first wait is `every`, whether a request has started it or polled already.
    var own = poll.after(Math.max(0, note.polls() - (isOwnAddress() ? 1 : 0)) + note.failures());
    var wait = asked.compareTo(own) > 0 ? asked : own;
    // Stored instants have microseconds.
    var wakeAt = attempt().now().plus(wait).truncatedTo(ChronoUnit.MICROS);
    return new Note(note.address(), wakeAt, note.polls(), note.failures()).parked();
  }

  private boolean isOwnAddress() {
    return attempt().deferred(SequelArguments.POLL_GET).isEmpty();
  }
}
