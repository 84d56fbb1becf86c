package dev.millrace.api;

import dev.millrace.engine.Engine;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.RunStore;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What the API answers from.
///
/// @param payloads what tasks have stored
/// @param kinds the task kinds that DAGs may use
/// @param following how runs are followed
/// @param isWorking whether messages are received
/// @param trouble tells trouble of the host from mistakes of the code
public record Api(
    Engine engine,
    DagStore dags,
    RunStore runs,
    PayloadStore payloads,
    List<TaskKind> kinds,
    Following following,
    BooleanSupplier isWorking,
    Trouble trouble) {
  /// Copies the list.
  public Api {
    kinds = List.copyOf(kinds);
  }

  /// What a host throws when its storage cannot serve, as on a full disk or under a throttle.
  @FunctionalInterface
  public interface Trouble {
    /// What to tell the caller, who may ask again; empty when it is no such trouble.
    Optional<String> of(RuntimeException thrown);
  }
}
