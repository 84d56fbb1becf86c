package dev.millrace.testkit.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.engine.Engine;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.integrations.pass.PassKind;
import dev.millrace.testkit.host.Crash;
import dev.millrace.testkit.host.WatchedHost;
import dev.millrace.testkit.proxy.PortProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Schedules of a DAG that has many, or is gone.
class ManySchedulesTest {
  private static final DagName DAG = new DagName("orders");
  private static final String TASKS = "tasks: {a: {pass: 1}}";
  private static final EntryKey ENTRY = new EntryKey(EntryKind.SCHEDULE, EntryKey.ALL, DAG.text());

  private Instant now = Instant.parse("2026-11-23T06:00:30Z");
  private final List<Integer> startsOfWrites = new ArrayList<>();
  private final List<List<?>> kept = new ArrayList<>();
  private boolean keepingCrashes;
  private final WatchedHost host = new WatchedHost(() -> now, this::answer, new PassKind());
  private final Engine engine = host.engine();

  /// Each schedule used to start a hundred at once, and what forty had to start outgrew the entry.
  @Test
  void a_write_starts_a_hundred_however_many_schedules_have_missed_ticks() {
    put(schedules(6, "overlap: skip, catchup: all"));
    engine.actOnTicks().pause(DAG, host.invocation());
    // The last tick came a few seconds ago, in the pause: it is caught up like the others.
    now = now.plus(Duration.ofHours(30)).minusSeconds(20);

    engine.actOnTicks().resume(DAG, host.invocation());

    assertThat(startsOfWrites).containsExactly(100, 80);
    assertThat(runs()).isEqualTo(6 * 30);
    assertThat(host.memory().entries().get(ENTRY).orElseThrow().value().findValues("skipped"))
        .isEmpty();
  }

  @Test
  void another_version_waits_until_what_the_former_had_due_has_started() {
    put(schedules(6, "overlap: allow, catchup: all"));
    now = now.plus(Duration.ofHours(30)).minusSeconds(20);

    put("tasks: {a: {pass: 2}}");
    assertThat(host.memory().entries().get(ENTRY).orElseThrow().value().path("version").asInt())
        .isEqualTo(1);
    engine.actOnTicks().wake(DAG, Optional.empty(), host.invocation());

    assertThat(runs()).isEqualTo(6 * 30);
    var entry = host.memory().entries().get(ENTRY).orElseThrow().value();
    assertThat(entry.path("version").asInt()).isEqualTo(2);
    assertThat(entry.has("next")).isFalse();
  }

  /// Nothing is due any more, so no sweep looks; what still wakes is told by its next wake.
  @Test
  void a_wake_of_a_removed_dag_is_the_last_when_a_crash_has_left_it() {
    put(schedules(2, "overlap: allow"));
    keepingCrashes = true;
    try {
      engine.removeDag().remove(DAG);
      throw new AssertionError("it did not crash");
    } catch (Crash crash) {
      keepingCrashes = false;
    }
    assertThat(host.memory().entries().get(ENTRY).orElseThrow().value().has("next")).isFalse();
    kept.clear();

    engine
        .actOnTicks()
        .wake(DAG, Optional.of(Instant.parse("2026-11-23T07:00:00Z")), host.invocation());

    assertThat(kept).containsExactly(List.of());
  }

  private static String schedules(int count, String how) {
    return IntStream.range(0, count)
        .mapToObj("{name: s%d, cron: \"0 * * * *\", "::formatted)
        .map(schedule -> schedule + how + "}")
        .collect(Collectors.joining(", ", "schedule: [", "], " + TASKS));
  }

  private @Nullable Object answer(PortProxy.Call call) {
    if (call.name().equals("keep") && call.argument(1) instanceof List<?> schedules) {
      if (keepingCrashes) {
        throw new Crash("here");
      }
      kept.add(schedules);
    }
    var answer = call.proceed();
    if (answer instanceof EntryStore.Putting.Stored(var entry) && entry.key().equals(ENTRY)) {
      var starts = 0;
      for (var schedule : entry.value().path("schedules")) {
        starts += schedule.path("starting").size();
      }
      if (starts > 0) {
        startsOfWrites.add(starts);
      }
    }
    return answer;
  }

  private void put(String document) {
    engine.putDag().put(Optional.empty(), "orders.yaml", "{dag: orders, " + document + "}");
  }

  private int runs() {
    var query =
        new RunQuery(
            Optional.of(DAG),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            RunQuery.LIMIT_MAX,
            Optional.empty());
    return host.memory().runs().list(query).runs().size();
  }
}
