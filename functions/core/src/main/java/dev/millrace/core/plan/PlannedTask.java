package dev.millrace.core.plan;

import dev.millrace.core.TaskName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One task of a plan: all that the engine's rules need to know of it. Values and expressions
/// stay outside core.
///
/// @param needs names of the needs, in the order of the document
/// @param rule when the ends of the needs let it start
/// @param conditional whether it has `when`
/// @param map how it is mapped, when it is
/// @param timeout bound of one attempt, parked time included; empty: as long as the run
/// @param idempotent whether its action may safely take effect twice
/// @param allowFailure whether its failure leaves the run's status alone
/// @param cleanup whether it also runs after the run was stopped
public record PlannedTask(
    TaskName name,
    List<TaskName> needs,
    StartRule rule,
    boolean conditional,
    Optional<MapPolicy> map,
    Retries retries,
    Optional<Duration> timeout,
    boolean idempotent,
    boolean allowFailure,
    boolean cleanup,
    Lane lane) {
  /// Copies the lists.
  public PlannedTask {
    needs = List.copyOf(needs);
  }

  /// Whether `when` or `map` must be evaluated before the task can be handed out.
  public boolean mustBeEvaluated() {
    return conditional || map.isPresent();
  }

  /// A plain task: no needs, no condition, default retries of an idempotent action, 30 s.
  public static PlannedTask plain(TaskName name) {
    return new PlannedTask(
        name,
        List.of(),
        new StartRule.Trigger(TriggerRule.ALL_SUCCESS),
        false,
        Optional.empty(),
        Retries.defaults(true),
        Optional.of(Duration.ofSeconds(30)),
        true,
        false,
        false,
        Lane.SHORT);
  }
}
