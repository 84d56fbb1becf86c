package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ErrorName;
import dev.millrace.definition.Definition;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.engine.store.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes the outcomes that others post for parked attempts, and their signs of life.
public final class CompleteCallback {
  private static final Set<ErrorName> ENDED_BY_ENGINE =
      Set.of(
          ErrorName.TIMEOUT,
          ErrorName.HEARTBEAT_TIMEOUT,
          ErrorName.CANCELLED,
          ErrorName.WORKER_LOST);

  private final RunStore runs;
  private final Plans plans;
  private final OutsideAnswers answers;
  private final Payloads payloads;
  private final CallbackTokens tokens;
  private final Clock clock;

  CompleteCallback(
      RunStore runs,
      Plans plans,
      OutsideAnswers answers,
      Payloads payloads,
      CallbackTokens tokens,
      Clock clock) {
    this.runs = runs;
    this.plans = plans;
    this.answers = answers;
    this.payloads = payloads;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// What somebody posts.
  public sealed interface Answer {
    /// The work outside succeeded; `output` is the action's result.
    record Succeeded(JsonNode output) implements Answer {}

    /// The work outside failed.
    record Failed(ErrorName error, String cause) implements Answer {}
  }

  /// What became of it.
  public enum Completion {
    /// It is the attempt's outcome, and durably on its way; or it was before.
    ACCEPTED,
    /// No attempt has this token.
    UNKNOWN,
    /// The attempt has ended without this callback: it timed out, was cancelled, or a later attempt
    /// has begun.
    EXPIRED,
    /// Another answer was accepted before.
    OTHER_ANSWER
  }

  /// Takes the outcome of an attempt. When it is accepted, it has been queued; the same again is
  /// accepted and queued again.
  public Completion complete(String token, Answer answer, Invocation invocation) {
    var found = find(token);
    if (found.isEmpty()) {
      return Completion.UNKNOWN;
    }
    var known = found.get();
    var record = runs.load(known.run());
    if (record.isEmpty()) {
      return Completion.UNKNOWN;
    }
    var definition = plans.of(record.get());
    if (!isOf(definition, known)) {
      return Completion.EXPIRED;
    }
    var task = definition.task(known.work().task());
    var standing = runs.task(known.run(), task.name(), Recorded.indexOf(known.work()));
    var written =
        answers.recordOf(
            definition,
            record.get(),
            known.work(),
            known.attempt(),
            taken(answer),
            standing,
            clock.now(),
            invocation.id());
    return switch (runs.record(known.run(), List.of(written)).getFirst()) {
      case RunStore.Recording.Stored _ ->
          queued(record.get(), known, answers.stored(known.run(), written));
      case RunStore.Recording.Refused(var current) -> {
        if (current.attempt() != known.attempt() || isEndedByEngine(current)) {
          yield Completion.EXPIRED;
        }
        yield isSame(current, written)
            ? queued(record.get(), known, current)
            : Completion.OTHER_ANSWER;
      }
    };
  }

  /// Notes a sign of life.
  public Completion heartbeat(String token) {
    var found = find(token);
    if (found.isEmpty()) {
      return Completion.UNKNOWN;
    }
    var known = found.get();
    var record = runs.load(known.run());
    if (record.isEmpty()) {
      return Completion.UNKNOWN;
    }
    var definition = plans.of(record.get());
    if (!isOf(definition, known)) {
      return Completion.EXPIRED;
    }
    var task = definition.task(known.work().task());
    var standing = runs.task(known.run(), task.name(), Recorded.indexOf(known.work()));
    var isOpen =
        standing.isEmpty()
            || (standing.get().attempt() <= known.attempt()
                && !(standing.get().attempt() == known.attempt() && standing.get().hasOutcome()));
    if (!isOpen) {
      return Completion.EXPIRED;
    }
    runs.seen(known.run(), known.hash(), clock.now());
    return Completion.ACCEPTED;
  }

  private Optional<Token> find(String token) {
    return CallbackTokens.runOf(token).flatMap(run -> runs.token(run, CallbackTokens.hash(token)));
  }

  private static OutsideAnswers.Answer taken(Answer answer) {
    return switch (answer) {
      case Answer.Succeeded(var output) -> new OutsideAnswers.Answer.Succeeded(output);
      case Answer.Failed(var error, var cause) ->
          new OutsideAnswers.Answer.Failed(error.fromOutside(), cause);
    };
  }

  /// Whether the token's task stands at its place in the version that the run goes by. After a
  /// redrive with another version it may not; then the attempt has ended, for a redrive opens only
  /// runs that had.
  private boolean isOf(Definition definition, Token token) {
    var place = token.work().task();
    if (place >= definition.plan().size()) {
      return false;
    }
    var name = definition.task(place).name();
    var made = tokens.tokenOf(token.run(), name, token.work(), token.attempt());
    return CallbackTokens.hash(made).equals(token.hash());
  }

  private Completion queued(RunRecord record, Token token, TaskRecord recorded) {
    answers.queue(record, token.work(), recorded);
    return Completion.ACCEPTED;
  }

  private static boolean isEndedByEngine(TaskRecord current) {
    return current.content() instanceof Content.Failed(var error, _, _)
        && ENDED_BY_ENGINE.contains(error);
  }

  private boolean isSame(TaskRecord current, TaskRecord written) {
    return switch (current.content()) {
      case Content.Succeeded(var output) ->
          written.content() instanceof Content.Succeeded(var other) && isSame(output, other);
      case Content.Failed(var error, var cause, _) ->
          written.content() instanceof Content.Failed(var otherError, var otherCause, _)
              && error.equals(otherError)
              && cause.equals(otherCause);
      case Content.Parked _ -> false;
    };
  }

  private boolean isSame(Payload some, Payload other) {
    return payloads.read(some).equals(payloads.read(other));
  }
}
