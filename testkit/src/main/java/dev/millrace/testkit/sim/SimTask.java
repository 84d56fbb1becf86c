package dev.millrace.testkit.sim;

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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// One task of a made-up DAG.
///
/// @param rule over needs that do not say `on`; ignored when one does
/// @param retry empty: the default policy
/// @param timeout empty: 30 s, or as long as the run for a task that parks
/// @param child the run that its action starts and waits for; without one the script says what it
///     does
record SimTask(
    TaskName name,
    List<Need> needs,
    TriggerRule rule,
    When when,
    Optional<Mapped> map,
    Optional<List<RetryPolicy>> retry,
    Optional<Duration> timeout,
    Optional<Duration> heartbeat,
    boolean parks,
    boolean idempotent,
    boolean allowFailure,
    boolean cleanup,
    Optional<Child> child) {
  /// What a document gives an action's `timeout` when it says nothing.
  private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);

  SimTask {
    needs = List.copyOf(needs);
    retry = retry.map(List::copyOf);
  }

  /// An edge.
  ///
  /// @param on the ends that the task accepts, if it says so
  record Need(TaskName task, Optional<Set<NeedEnd>> on) {}

  /// A condition and what it gives.
  enum When {
    NONE,
    TRUE,
    FALSE,
    /// Gives a number, which is no condition.
    BROKEN
  }

  /// How it is mapped.
  ///
  /// @param items how many there are; empty: `over` gives null, which is none at all
  record Mapped(OptionalInt items, OptionalInt concurrency, MapPolicy.Tolerance tolerate) {}

  /// A run that a task starts and waits for.
  record Child(Form form, SimDag dag) {
    /// What the run is of.
    enum Form {
      /// Another DAG.
      DAG,
      /// A group of tasks that stands in the task itself.
      GROUP
    }
  }

  SimTask withoutNeeds(Set<String> names) {
    return new SimTask(
        name,
        needs.stream().filter(need -> !names.contains(need.task().text())).toList(),
        rule,
        when,
        map,
        retry,
        timeout,
        heartbeat,
        parks,
        idempotent,
        allowFailure,
        cleanup,
        child);
  }

  boolean saysOn() {
    return needs.stream().anyMatch(need -> need.on().isPresent());
  }

  PlannedTask planned() {
    var bound = parks ? timeout : Optional.of(timeout.orElse(TIMEOUT_DEFAULT));
    return new PlannedTask(
        name,
        needs.stream().map(Need::task).toList(),
        startRule(),
        when != When.NONE,
        map.map(mapped -> new MapPolicy(mapped.concurrency(), mapped.tolerate())),
        retry.map(Retries::new).orElseGet(() -> Retries.defaults(idempotent)),
        bound,
        idempotent,
        allowFailure,
        cleanup,
        parks ? Lane.SHORT : Lane.forActionsOf(bound.orElseThrow()));
  }

  private StartRule startRule() {
    return saysOn()
        ? StartRule.PerNeed.of(
            needs.stream()
                .map(need -> need.on().orElseGet(() -> EnumSet.of(NeedEnd.SUCCEEDED)))
                .toList())
        : new StartRule.Trigger(rule);
  }
}
