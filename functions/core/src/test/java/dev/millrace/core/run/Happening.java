package dev.millrace.core.run;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What happens to the run of a [Tale], in words: an event that looks up for itself what it is
/// about.
interface Happening {
  /// The event, given what was before and what time it is.
  Event in(Tale tale);

  /// The attempt in flight of a task or instance (`task[3]`) succeeded.
  static Happening succeeded(String label) {
    return tale -> tale.reportOf(label, new Outcome.Succeeded());
  }

  static Happening failed(String label, String error) {
    return failed(label, error, Optional.empty());
  }

  /// The same, and a server asked to be left alone for a while.
  static Happening failedWithRetryAfter(String label, String error, Duration retryAfter) {
    return failed(label, error, Optional.of(retryAfter));
  }

  private static Happening failed(String label, String error, Optional<Duration> retryAfter) {
    return tale ->
        tale.reportOf(
            label, new Outcome.Failed(new ErrorName(error), tale.handedOut(label), retryAfter));
  }

  /// The attempt in flight was told that the run is stopped.
  static Happening interrupted(String label) {
    return failed(label, ErrorName.CANCELLED.text());
  }

  static Happening parked(String label) {
    return tale ->
        tale.reportOf(
            label, new Outcome.Parked(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /// Parked until then.
  static Happening parkedToWake(String label, Duration wakeIn) {
    return tale ->
        tale.reportOf(
            label,
            new Outcome.Parked(
                Optional.of(tale.now().plus(wakeIn)), Optional.empty(), Optional.empty()));
  }

  static Happening parkedWithTimeout(String label, Duration timeoutIn) {
    return tale ->
        tale.reportOf(
            label,
            new Outcome.Parked(
                Optional.empty(), Optional.of(tale.now().plus(timeoutIn)), Optional.empty()));
  }

  static Happening parkedWithHeartbeat(String label, Duration heartbeatIn) {
    return tale ->
        tale.reportOf(
            label,
            new Outcome.Parked(
                Optional.empty(), Optional.empty(), Optional.of(tale.now().plus(heartbeatIn))));
  }

  /// Somebody outside answered for that attempt.
  static Happening answered(String label, int attempt) {
    return tale ->
        new Event.Answered(
            tale.state().epoch(),
            Attempt.first(tale.work(label), attempt),
            new Outcome.Succeeded());
  }

  /// The same, after its worker had parked it at the step before this.
  static Happening answeredAfterParking(String label, int attempt, int step) {
    return tale ->
        new Event.Answered(
            tale.state().epoch(),
            new Attempt(tale.work(label), attempt, step),
            new Outcome.Succeeded());
  }

  static Happening answeredFailed(String label, int attempt, String error) {
    return tale ->
        new Event.Answered(
            tale.state().epoch(),
            Attempt.first(tale.work(label), attempt),
            new Outcome.Failed(new ErrorName(error), tale.now(), Optional.empty()));
  }

  static Happening due() {
    return _ -> new Event.Due();
  }

  static Happening cancelRequested() {
    return _ -> new Event.CancelRequested();
  }

  static Happening startedAgain() {
    return _ -> new Event.Started();
  }

  /// An outcome of whatever attempt of whatever assignment, in flight or not.
  static Happening reported(AssignmentId id, Attempt attempt, Outcome outcome) {
    return _ -> new Event.Reported(id, attempt, outcome);
  }

  static Outcome.Failed failure(String error, Instant startedAt) {
    return new Outcome.Failed(new ErrorName(error), startedAt, Optional.empty());
  }
}
