package dev.millrace.testkit.sim.ticks;

import dev.millrace.engine.Ports;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.proxy.PortProxy;
import org.jspecify.annotations.Nullable;

/// The ports of a world of backfills: every call gives way and may be the last of its invocation,
/// before its effect or after it; what is written of runs is watched.
final class BackfillPorts {
  private final FragileHost host;
  private final BackfillWatch watch;

  BackfillPorts(FragileHost host, BackfillWatch watch) {
    this.host = host;
    this.watch = watch;
  }

  Ports all() {
    var raw = host.raw();
    return host.ports(
        raw.dags(),
        host.gated(RunStore.class, raw.runs(), this::effect),
        host.gated(EntryStore.class, raw.entries()),
        raw.schedules());
  }

  private @Nullable Object effect(PortProxy.Call call) {
    var answer = call.proceed();
    var wasWritten =
        answer instanceof RunStore.Creation.Created || answer instanceof RunStore.Writing.Stored;
    if (wasWritten && call.argument(0) instanceof RunRecord record) {
      host.note(record);
      watch.runWritten(record, answer instanceof RunStore.Creation.Created);
    }
    return answer;
  }
}
