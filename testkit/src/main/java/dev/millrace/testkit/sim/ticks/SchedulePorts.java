package dev.millrace.testkit.sim.ticks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.Ports;
import dev.millrace.engine.schedule.Schedules;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.proxy.PortProxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ports of a world of schedules: every call gives way and may be the last of its invocation,
/// before its effect or after it; what is written is watched.
final class SchedulePorts {
  private final FragileHost host;
  private final InMemoryHost raw;
  private final ScheduleWatch watch;
  private final Optional<ScheduleMistake> mistake;

  SchedulePorts(FragileHost host, ScheduleWatch watch, Optional<ScheduleMistake> mistake) {
    this.host = host;
    this.raw = host.raw();
    this.watch = watch;
    this.mistake = mistake;
  }

  Ports all() {
    return host.ports(
        host.gated(DagStore.class, raw.dags(), this::effect),
        host.gated(RunStore.class, raw.runs(), this::written),
        new Entries(),
        host.gated(Schedules.class, raw.schedules()));
  }

  private boolean has(ScheduleMistake wanted) {
    return mistake.filter(wanted::equals).isPresent();
  }

  private @Nullable Object effect(PortProxy.Call call) {
    var answer = call.proceed();
    if (answer instanceof DagStore.Putting.Added(var version)
        && call.argument(1) instanceof String document) {
      watch.version(version, document);
    }
    return answer;
  }

  private @Nullable Object written(PortProxy.Call call) {
    var answer = call.proceed();
    var wasWritten =
        answer instanceof RunStore.Creation.Created || answer instanceof RunStore.Writing.Stored;
    if (wasWritten && call.argument(0) instanceof RunRecord record) {
      host.note(record);
      watch.runWritten(record);
    }
    return answer;
  }

  private final class Entries implements EntryStore {
    @Override
    public Optional<Entry> get(EntryKey key) {
      return host.pass("get", () -> raw.entries().get(key));
    }

    @Override
    public Putting put(EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt) {
      return host.pass("put", () -> putNow(key, expected, value, expiresAt));
    }

    private Putting putNow(
        EntryKey key, long expected, JsonNode value, Optional<Instant> expiresAt) {
      var standing = raw.entries().get(key);
      var revision = standing.map(Entry::revision).orElse(EntryStore.NONE);
      if (isSilent(key, standing, value)) {
        return new Putting.Stored(new Entry(key, expected, value));
      }
      var asked = has(ScheduleMistake.NO_CONDITION_ON_ENTRIES) ? revision : expected;
      var written = value.deepCopy();
      if (has(ScheduleMistake.FORGET_STARTING)) {
        written.path("schedules").forEach(schedule -> ((ObjectNode) schedule).remove("starting"));
      }
      var answer = raw.entries().put(key, asked, written, expiresAt);
      if (answer instanceof Putting.Stored && key.kind() != EntryKind.SCHEDULE) {
        host.note(() -> key + " is " + written);
      }
      if (answer instanceof Putting.Stored && key.kind() == EntryKind.SCHEDULE) {
        watch.scheduleWritten(standing.map(Entry::value), value);
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
          ? has(ScheduleMistake.TAKE_WITHOUT_WRITING)
          : after == before && has(ScheduleMistake.LEAVE_SILENTLY);
    }

    @Override
    public boolean remove(EntryKey key, long expected) {
      return host.pass("remove", () -> raw.entries().remove(key, expected));
    }

    @Override
    public List<Entry> list(EntryKind kind, String owner, Optional<String> after, int limit) {
      Supplier<List<Entry>> listed = () -> raw.entries().list(kind, owner, after, limit);
      return host.pass("list", listed);
    }
  }
}
