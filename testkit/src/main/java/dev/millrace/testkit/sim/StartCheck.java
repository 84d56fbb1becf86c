package dev.millrace.testkit.sim;

import dev.millrace.core.RunId;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.testkit.reference.Happened;
import dev.millrace.testkit.reference.Opening;
import dev.millrace.testkit.reference.Reference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Checks that an attempt may start when it does: by its needs, its condition, its retries, the
/// word that stops the run, and the limits of what is at work at once.
final class StartCheck {
  private final World world;
  private final RunId run;
  private final AttemptLog log;

  /// Counts the world's steps at which the word that stops an epoch was put.
  private final Map<Integer, Long> stopSteps = new HashMap<>();

  StartCheck(World world, RunId run, AttemptLog log) {
    this.world = world;
    this.run = run;
    this.log = log;
  }

  private void violated(int invariant, String what) {
    world.violated(invariant, run + ": " + what);
  }

  /// The word that stops an epoch was put.
  void stopped(int epoch) {
    stopSteps.putIfAbsent(epoch, world.step());
  }

  boolean isStopped(int epoch) {
    return stopSteps.containsKey(epoch);
  }

  /// The first step of an attempt starts.
  void check(
      Call by,
      RunRecord record,
      PlannedTask planned,
      AttemptLog.Key key,
      int number,
      Opening opening,
      boolean isChunk) {
    var epoch = record.state().epoch();
    var stopped = Optional.ofNullable(stopSteps.get(epoch));
    if (!planned.cleanup() && stopped.isPresent() && stopped.get() < by.lastReading()) {
      violated(8, key + " starts after the stop");
    }
    checkNeeds(record, planned, key, opening);
    if (planned.cleanup() && stopped.isPresent()) {
      world.coverage().saw(Feature.CLEANUP_AFTER_STOP);
    }
    if (world.script().condition(planned.name()) != Happened.Condition.TRUE) {
      violated(1, key + " starts though its condition does not hold");
    }
    checkRetry(planned, key, number, epoch, isChunk);
  }

  private void checkNeeds(
      RunRecord record, PlannedTask planned, AttemptLog.Key key, Opening opening) {
    var plan = world.plan(record);
    var needs =
        planned.needs().stream()
            .map(need -> record.state().tasks().state(plan.indexOf(need).orElseThrow()))
            .toList();
    var mayStart =
        opening.keptInstances().containsKey(planned.name()) || Reference.mayStart(planned, needs);
    var cleansUp = planned.cleanup() && record.state().stop().isPresent();
    if (!mayStart && !cleansUp) {
      violated(1, key + " starts while its needs are " + needs);
    }
  }

  private void checkRetry(
      PlannedTask planned, AttemptLog.Key key, int number, int epoch, boolean isChunk) {
    // A run that a lost attempt has started may end before the next one looks for it.
    var mayBeTold = isChunk || world.script().task(key.task()).child().isPresent();
    if (!mayBeTold && log.find(key, number).flatMap(AttemptLog.Entry::outcome).isPresent()) {
      violated(2, key + " attempt " + number + " starts and has an outcome");
    }
    var before = log.endsBefore(key, epoch, number);
    if (before.isEmpty()) {
      return;
    }
    world.coverage().saw(Feature.RETRY);
    var attempt = key + " attempt " + number;
    var least = Reference.leastDelay(planned, before);
    if (least.isEmpty()) {
      violated(3, attempt + " is one too many after " + before);
      return;
    }
    var last = Optional.ofNullable(log.allOf(key).headMap(number).lastEntry());
    if (last.isEmpty()) {
      violated(3, attempt + " has a number below that of an earlier one");
      return;
    }
    var ended = last.get().getValue().endedAt();
    if (ended.isEmpty()) {
      violated(2, attempt + " starts before the last one has an outcome");
    } else if (world
        .now()
        .plus(world.faults().clockLag())
        .isBefore(ended.get().plus(least.get()))) {
      violated(3, attempt + " starts before its delay is over");
    }
  }

  /// What is at work now, with what has just started.
  void checkConcurrency(RunRecord record, PlannedTask planned) {
    var atWork = log.atWork(world.now()).toList();
    var limit =
        record.state().status().hasEnded()
            ? OptionalInt.empty()
            : world.plan(record).rules().concurrentTasks();
    if (limit.isPresent() && atWork.size() == limit.getAsInt()) {
      world.coverage().saw(Feature.LIMIT_REACHED);
    }
    if (limit.isPresent() && atWork.size() > limit.getAsInt()) {
      violated(8, atWork + " are at work, limit " + limit.getAsInt());
    }
    var bound = planned.map().map(map -> map.concurrency()).orElse(OptionalInt.empty());
    var instances = atWork.stream().filter(key -> key.task().equals(planned.name())).count();
    if (bound.isPresent() && instances > bound.getAsInt()) {
      violated(8, instances + " instances of " + planned.name() + " are at work");
    }
  }
}
