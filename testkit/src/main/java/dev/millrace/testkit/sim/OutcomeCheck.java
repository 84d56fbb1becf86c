package dev.millrace.testkit.sim;

import dev.millrace.core.ErrorName;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Checks that what is recorded of an attempt is what became of it: what its action or somebody
/// outside gave, or a failure for which there is a reason.
final class OutcomeCheck {
  private OutcomeCheck() {}

  /// A broken invariant of engine.md.
  record Wrong(int invariant, String what) {}

  static Optional<Wrong> check(
      World world,
      AttemptLog.Entry entry,
      AttemptLog.Key key,
      TaskRecord record,
      boolean isStopped,
      boolean isChunk) {
    var attempt = key + " attempt " + record.attempt();
    return switch (record.content()) {
      case Content.Parked _ when isChunk -> Optional.empty();
      case Content.Succeeded _ when isChunk -> Optional.empty(); // [ChunkCheck] knows
      case Content.Parked(_, _, var timeoutAt, _) -> {
        var bound = world.script().task(record.task()).planned().timeout();
        yield when(
            entry.startedAt != null
                && bound.isPresent()
                && !timeoutAt.equals(bound.map(entry.startedAt::plus)),
            3,
            attempt + " started at " + entry.startedAt + " and would time out at " + timeoutAt);
      }
      case Content.Succeeded(var output) -> {
        var json = world.valueOf(output);
        // What a run gave that the task has started, [ChildCheck] knows.
        yield when(
            world.script().task(record.task()).child().isEmpty() && !entry.given.contains(json),
            5,
            attempt + " gave " + brief(entry.given) + ", recorded " + brief(json));
      }
      case Content.Failed(var error, _, _) ->
          failure(world, entry, attempt, record, error, isStopped || isChunk);
    };
  }

  private static Optional<Wrong> failure(
      World world,
      AttemptLog.Entry entry,
      String attempt,
      TaskRecord record,
      ErrorName error,
      boolean isStopped) {
    var now = world.now();
    if (error.equals(ErrorName.WORKER_LOST)) {
      var worker = Optional.ofNullable(entry.worker);
      return when(
          entry.isAtWork(now)
              && worker.filter(by -> !by.isDead() && now.isBefore(by.deadline())).isPresent(),
          2,
          attempt + " is given up while its worker is at work");
    }
    if (error.equals(ErrorName.UNDELIVERABLE)) {
      // Of an attempt that has parked, the message to resume it may have been the undeliverable
      // one.
      return when(
          entry.startedAt != null && !waitsToBeResumed(entry),
          2,
          attempt + " is called undeliverable and started");
    }
    if (error.equals(ErrorName.CANCELLED)) {
      return when(!isStopped, 8, attempt + " is cancelled and nothing was stopped");
    }
    if (error.equals(ErrorName.TIMEOUT) && entry.startedAt != null) {
      return when(
          isEarly(world, entry, record, entry.startedAt),
          3,
          attempt + " timed out after " + Duration.between(entry.startedAt, now));
    }
    if (error.equals(ErrorName.HEARTBEAT_TIMEOUT)) {
      var heartbeat = world.script().task(record.task()).heartbeat().orElseThrow();
      // A sign of life that came after the last look is too late.
      var seen = entry.signsOfLife.floorEntry(world.current().lookedForLifeIn());
      return when(
          seen != null && now.isBefore(seen.getValue().plus(heartbeat)),
          3,
          attempt + " was alive and is called silent");
    }
    return Optional.empty();
  }

  private static boolean isEarly(
      World world, AttemptLog.Entry entry, TaskRecord record, Instant startedAt) {
    var now = world.now();
    var planned = world.script().task(record.task()).planned();
    if (waitsToBeResumed(entry)) {
      // The time of the task is that of its instances: a chunk of them waits as long as it says.
      var until = chunkUntil(entry).or(() -> planned.timeout().map(startedAt::plus));
      // An invocation whose own time is over does not resume it.
      return until.isPresent()
          && now.isBefore(until.get())
          && now.isBefore(world.current().invocation().actionsUntil());
    }
    // At work it is cut short at the deadline that it was given.
    return entry.deadline != null && now.isBefore(entry.deadline);
  }

  private static Optional<Instant> chunkUntil(AttemptLog.Entry entry) {
    return entry.record != null
            && entry.record.content() instanceof Content.Parked parked
            && parked.note().has("round")
        ? parked.timeoutAt()
        : Optional.empty();
  }

  /// Whether it has parked and no later step of it has started.
  private static boolean waitsToBeResumed(AttemptLog.Entry entry) {
    var standing = entry.record;
    return standing != null
        && standing.content() instanceof Content.Parked
        && standing.step() == entry.steps.last();
  }

  /// Some outputs are large.
  private static String brief(Object json) {
    var text = json.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  private static Optional<Wrong> when(boolean wrong, int invariant, String what) {
    return wrong ? Optional.of(new Wrong(invariant, what)) : Optional.empty();
  }
}
