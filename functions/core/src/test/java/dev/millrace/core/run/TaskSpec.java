package dev.millrace.core.run;

import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.NeedEnd;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.Retries;
import dev.millrace.core.plan.RetryPolicy;
import dev.millrace.core.plan.StartRule;
import dev.millrace.core.plan.TriggerRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A task of a test's DAG, and what its `when` and `map.over` will give. Without more words it has
/// no needs, is never retried and ends as it is told.
record TaskSpec(PlannedTask planned, Condition condition, int items, int chunk) {
  private TaskSpec(PlannedTask planned, Condition condition, int items) {
    this(planned, condition, items, 1);
  }

  /// What a task's `when` gives.
  enum Condition {
    TRUE,
    FALSE,
    BROKEN
  }

  static TaskSpec task(String name) {
    var plain = PlannedTask.plain(new TaskName(name));
    return new TaskSpec(plain, Condition.TRUE, 0).retry();
  }

  TaskSpec needs(String... names) {
    var needs = new ArrayList<>(planned.needs());
    for (var name : names) {
      needs.add(new TaskName(name));
    }
    return with(needs, planned.rule());
  }

  /// One more need, of which only these ends are accepted.
  TaskSpec needsOn(String name, NeedEnd... ends) {
    var accepted = new ArrayList<Set<NeedEnd>>();
    if (planned.rule() instanceof StartRule.PerNeed(var earlier, _)) {
      accepted.addAll(earlier);
    }
    accepted.add(Set.of(ends));
    return needs(name).rule(StartRule.PerNeed.of(accepted));
  }

  TaskSpec trigger(TriggerRule rule) {
    return rule(new StartRule.Trigger(rule));
  }

  private TaskSpec rule(StartRule rule) {
    return with(planned.needs(), rule);
  }

  private TaskSpec with(List<TaskName> needs, StartRule rule) {
    return new TaskSpec(
        new PlannedTask(
            planned.name(),
            needs,
            rule,
            planned.conditional(),
            planned.map(),
            planned.retries(),
            planned.timeout(),
            planned.idempotent(),
            planned.allowFailure(),
            planned.cleanup(),
            planned.lane()),
        condition,
        items);
  }

  TaskSpec when(Condition gives) {
    return new TaskSpec(
        new PlannedTask(
            planned.name(),
            planned.needs(),
            planned.rule(),
            true,
            planned.map(),
            planned.retries(),
            planned.timeout(),
            planned.idempotent(),
            planned.allowFailure(),
            planned.cleanup(),
            planned.lane()),
        gives,
        items);
  }

  TaskSpec map(int items) {
    return new TaskSpec(mapped(MapPolicy.PLAIN), condition, items);
  }

  /// To be said last: a run holds so many of the items.
  TaskSpec inChunksOf(int size) {
    return new TaskSpec(planned, condition, items, size);
  }

  /// Instances, or chunks.
  int instances() {
    return (items + chunk - 1) / chunk;
  }

  TaskSpec concurrency(int instances) {
    return new TaskSpec(
        mapped(new MapPolicy(OptionalInt.of(instances), mapPolicy().tolerate())), condition, items);
  }

  TaskSpec tolerate(MapPolicy.Tolerance tolerance) {
    return new TaskSpec(
        mapped(new MapPolicy(mapPolicy().concurrency(), tolerance)), condition, items);
  }

  private MapPolicy mapPolicy() {
    return planned.map().orElseThrow();
  }

  private PlannedTask mapped(MapPolicy policy) {
    return new PlannedTask(
        planned.name(),
        planned.needs(),
        planned.rule(),
        planned.conditional(),
        Optional.of(policy),
        planned.retries(),
        planned.timeout(),
        planned.idempotent(),
        planned.allowFailure(),
        planned.cleanup(),
        planned.lane());
  }

  TaskSpec retry(RetryPolicy... policies) {
    return new TaskSpec(
        new PlannedTask(
            planned.name(),
            planned.needs(),
            planned.rule(),
            planned.conditional(),
            planned.map(),
            new Retries(List.of(policies)),
            planned.timeout(),
            planned.idempotent(),
            planned.allowFailure(),
            planned.cleanup(),
            planned.lane()),
        condition,
        items);
  }

  /// Retried that often after every error, with the same delay and no jitter.
  TaskSpec retry(int limit, Duration delay) {
    return retry(Retrying.on("*").limit(limit).delay(delay).policy());
  }

  TaskSpec allowFailure() {
    return marked(true, planned.cleanup(), planned.lane());
  }

  TaskSpec cleanup() {
    return marked(planned.allowFailure(), true, planned.lane());
  }

  TaskSpec lane(Lane lane) {
    return marked(planned.allowFailure(), planned.cleanup(), lane);
  }

  private TaskSpec marked(boolean allowFailure, boolean cleanup, Lane lane) {
    return new TaskSpec(
        new PlannedTask(
            planned.name(),
            planned.needs(),
            planned.rule(),
            planned.conditional(),
            planned.map(),
            planned.retries(),
            planned.timeout(),
            planned.idempotent(),
            allowFailure,
            cleanup,
            lane),
        condition,
        items);
  }
}
