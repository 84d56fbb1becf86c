package dev.millrace.engine;

import dev.millrace.core.DagName;
import dev.millrace.engine.event.Subscriptions;
import dev.millrace.engine.schedule.ActOnTicks;
import dev.millrace.engine.store.DagStore;
import java.util.List;
import java.util.Optional;

/// Removes DAGs. Their open runs go on; their schedules and event starts end.
public final class RemoveDag {
  private final DagStore dags;
  private final Plans plans;
  private final Subscriptions subscriptions;
  private final ActOnTicks actOnTicks;

  RemoveDag(DagStore dags, Plans plans, Subscriptions subscriptions, ActOnTicks actOnTicks) {
    this.dags = dags;
    this.plans = plans;
    this.subscriptions = subscriptions;
    this.actOnTicks = actOnTicks;
  }

  /// Removes a DAG.
  ///
  /// @return whether there was one
  public boolean remove(DagName dag) {
    var latest = dags.latest(dag).flatMap(plans::find);
    actOnTicks.announce(dag, List.of());
    var removed = dags.remove(dag);
    actOnTicks.follow(dag);
    latest.ifPresent(version -> subscriptions.leave(version, Optional.empty()));
    return removed;
  }
}
