package dev.millrace.engine;

import dev.millrace.core.DagName;
import dev.millrace.engine.schedule.ActOnTicks;
import dev.millrace.engine.store.DagStore;
import java.util.List;

/// Removes DAGs. Their open runs go on; their schedules end.
public final class RemoveDag {
  private final DagStore dags;
  private final ActOnTicks actOnTicks;

  RemoveDag(DagStore dags, ActOnTicks actOnTicks) {
    this.dags = dags;
    this.actOnTicks = actOnTicks;
  }

  /// Removes a DAG.
  ///
  /// @return whether there was one
  public boolean remove(DagName dag) {
    actOnTicks.announce(dag, List.of());
    var removed = dags.remove(dag);
    actOnTicks.follow(dag);
    return removed;
  }
}
