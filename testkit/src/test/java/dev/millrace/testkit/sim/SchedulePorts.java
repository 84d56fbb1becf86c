package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.Ports;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.schedule.Schedules;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import dev.millrace.testkit.proxy.PortProxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ports of a world of schedules: every call gives way and may be the last of its invocation,
/// before its effect or after it; what is written is watched.
final class SchedulePorts {
  private final ScheduleWorld world;
  private final InMemoryHost raw;

  SchedulePorts(ScheduleWorld world, InMemoryHost raw) {
    this.world = world;
    this.raw = raw;
  }

  Ports all() {
    return new Ports(
        gated(DagStore.class, raw.dags()),
        gated(RunStore.class, watched(raw.runs())),
        raw.payloads(),
        new Entries(),
        new InMemorySecrets(),
        gated(DispatchQueue.class, raw.dispatch()),
        raw.results(),
        raw.timers(),
        gated(Schedules.class, raw.schedules()),
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
    if (answer instanceof DagStore.Putting.Added(var version)
        && call.argument(1) instanceof String document) {
      world.watch().version(version, document);
    }
    return answer;
  }

  private RunStore watched(RunStore store) {
    return PortProxy.of(
        RunStore.class,
        store,
        call -> {
          var answer = call.proceed();
          var wasWritten =
              answer instanceof RunStore.Creation.Created
                  || answer instanceof RunStore.Writing.Stored;
          if (wasWritten && call.argument(0) instanceof RunRecord record) {
            world.watch().runWritten(record);
          }
          return answer;
        });
  }

  private final class Entries implements EntryStore {
    @Override
    public Optional<Entry> get(EntryKey key) {
      return world.pass(() -> raw.entries().get(key));
    }

    @Override
    public Putting put(EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt) {
      return world.pass(() -> putNow(key, expected, value, expiresAt));
    }

    private Putting putNow(
        EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt) {
      var standing = raw.entries().get(key);
      var revision = standing.map(Entry::revision).orElse(EntryStore.NONE);
      if (isSilent(key, standing, value)) {
        return new Putting.Stored(new Entry(key, expected, value));
      }
      var asked = world.has(ScheduleMistake.NO_CONDITION_ON_ENTRIES) ? revision : expected;
      var written = value.deepCopy();
      if (world.has(ScheduleMistake.FORGET_STARTING)) {
        written.path("schedules").forEach(schedule -> ((ObjectNode) schedule).remove("starting"));
      }
      var answer = raw.entries().put(key, asked, written, expiresAt);
      if (answer instanceof Putting.Stored && key.kind() == EntryKind.SCHEDULE) {
        world.watch().scheduleWritten(standing.map(Entry::value), value);
      }
      return answer;
    }

    private boolean isSilent(EntryKey key, Optional<Entry> standing, JsonNode value) {
      if (key.kind() != EntryKind.OPEN_RUNS) {
        return false;
      }
      var before = standing.map(entry -> entry.value().path("open").size()).orElse(0);
      var after = value.path("open").size();
      return after > before
          ? world.has(ScheduleMistake.TAKE_WITHOUT_WRITING)
          : after == before && world.has(ScheduleMistake.LEAVE_SILENTLY);
    }

    @Override
    public boolean remove(EntryKey key, long expected) {
      return world.pass(() -> raw.entries().remove(key, expected));
    }

    @Override
    public List<Entry> list(EntryKind kind, String owner, Optional<String> after, int limit) {
      Supplier<List<Entry>> listed = () -> raw.entries().list(kind, owner, after, limit);
      return world.pass(listed);
    }
  }
}
