package dev.millrace.testkit.sim;

import dev.millrace.engine.Ports;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

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
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> world.pass(() -> effect(method, target, arguments))));
  }

  private Object effect(Method method, Object target, Object[] arguments) {
    var answer = invoke(method, target, arguments);
    var wasWritten =
        answer instanceof RunStore.Creation.Created || answer instanceof RunStore.Writing.Stored;
    if (wasWritten && arguments[0] instanceof RunRecord record) {
      world.watch().runWritten(record, answer instanceof RunStore.Creation.Created);
    }
    return answer;
  }

  private static Object invoke(Method method, Object target, Object[] arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
