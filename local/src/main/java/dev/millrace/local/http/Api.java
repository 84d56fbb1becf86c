package dev.millrace.local.http;

import dev.millrace.engine.Engine;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.RunStore;
import dev.millrace.local.changes.RunChanges;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the API answers from.
///
/// @param runs the store whose writes `changes` tells of
/// @param payloads what tasks have stored
/// @param kinds the task kinds that DAGs may use
/// @param invocations one for each call, with the time that it has
/// @param isWorking whether messages are received
public record Api(
    Engine engine,
    DagStore dags,
    RunStore runs,
    PayloadStore payloads,
    RunChanges changes,
    List<TaskKind> kinds,
    Supplier<Invocation> invocations,
    BooleanSupplier isWorking) {
  /// Copies the list.
  public Api {
    kinds = List.copyOf(kinds);
  }
}
