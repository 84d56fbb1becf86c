package dev.millrace.testkit.sim;

import dev.millrace.engine.Ports;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import dev.millrace.testkit.proxy.PortProxy;
import org.jspecify.annotations.Nullable;

/// The ports of a world of backfills: every call gives way and may be the last of its invocation,
/// before its effect or after it; what is written of runs is watched.
final class BackfillPorts {
  private final BackfillWorld world;
  private final InMemoryHost raw;

  BackfillPorts(BackfillWorld world, InMemoryHost raw) {
    this.world = world;
    this.raw = raw;
  }

  Ports all() {
    return new Ports(
        raw.dags(),
        gated(RunStore.class, raw.runs()),
        raw.payloads(),
        gated(EntryStore.class, raw.entries()),
        new InMemorySecrets(),
        gated(DispatchQueue.class, raw.dispatch()),
        raw.results(),
        raw.timers(),
        raw.schedules(),
        raw.deadLetters(),
        world::now,
        world,
        0);
  }

  private <P> P gated(Class<P> port, P target) {
    return PortProxy.of(port, target, call -> world.pass(() -> effect(call)));
  }

  private @Nullable Object effect(PortProxy.Call call) {
    var answer = call.proceed();
    var wasWritten =
        answer instanceof RunStore.Creation.Created || answer instanceof RunStore.Writing.Stored;
    if (wasWritten && call.argument(0) instanceof RunRecord record) {
      world.watch().runWritten(record, answer instanceof RunStore.Creation.Created);
    }
    return answer;
  }
}
