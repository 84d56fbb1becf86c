package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ErrorName;
import dev.millrace.definition.Definition;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.Token;
import java.util.Optional;

/// Takes the outcomes that others post for parked attempts, and their signs of life.
public final class CompleteCallback {
  private final RunStore runs;
  private final Plans plans;
  private final AnswerOnce recorded;
  private final CallbackTokens tokens;
  private final Clock clock;

  CompleteCallback(
      RunStore runs, Plans plans, AnswerOnce recorded, CallbackTokens tokens, Clock clock) {
    this.runs = runs;
    this.plans = plans;
    this.recorded = recorded;
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
    return isOf(definition, known)
        ? recorded.record(
            definition,
            record.get(),
            known.work(),
            known.attempt(),
            _ -> taken(answer),
            invocation.id())
        : Completion.EXPIRED;
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
    if (recorded.progress(definition, record.get(), known.work(), known.attempt())
        != AnswerOnce.Progress.OPEN) {
      return Completion.EXPIRED;
    }
    runs.seen(known.run(), known.hash(), clock.now());
    return Completion.ACCEPTED;
  }

  private Optional<Token> find(String token) {
    return CallbackTokens.isOfApproval(token)
        ? Optional.empty()
        : CallbackTokens.runOf(token).flatMap(run -> runs.token(run, CallbackTokens.hash(token)));
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
    return CallbackTokens.areSame(CallbackTokens.hash(made), token.hash());
  }
}
