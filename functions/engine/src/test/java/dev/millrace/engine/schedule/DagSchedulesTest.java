package dev.millrace.engine.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.schedule.Schedule;
import dev.millrace.engine.store.EntryStore;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How much of a DAG's schedules is kept.
class DagSchedulesTest {
  private static final Instant SIX = Instant.parse("2026-11-23T06:00:00.123456Z");

  /// 100 schedules, 200 former ones, and what one write starts at the most.
  @Test
  void what_stands_of_a_dag_fits_its_entry_however_much_was_skipped() {
    var all = DagSchedules.NONE.of(1_000).paused(Optional.of(SIX));
    for (var number = 0; number < 300; number++) {
      var state =
          ScheduleState.fresh(SIX, Schedule.Activity.PAUSED, SIX)
              .withSchedule(number < 100)
              .starts(SIX, 1_000, new Starting.Manner.Cancelling(SIX))
              .starts(SIX, 1_000, new Starting.Manner.Cancelling(SIX));
      for (var skip = 0; skip < 50; skip++) {
        var reason = skip % 2 == 0 ? Skip.Reason.OVERLAP : Skip.Reason.PAUSED;
        state = state.skips(Skip.of(SIX.plusSeconds(skip), reason, SIX));
      }
      all = all.with("s".repeat(60) + number, state);
    }

    var kept = all.withFewerSkips();

    assertThat(ScheduleFormat.write(kept).toString().getBytes(UTF_8))
        .hasSizeLessThan(EntryStore.BYTES_MAX);
    assertThat(kept.schedules().values())
        .allSatisfy(
            state -> {
              assertThat(state.skips()).extracting(Skip::first).contains(SIX.plusSeconds(49));
              assertThat(state.skipped()).isEqualTo(50);
            });
  }

  @Test
  void a_few_schedules_keep_all_fifty_groups() {
    var state = ScheduleState.fresh(SIX, Schedule.Activity.ACTIVE, SIX);
    for (var skip = 0; skip < 60; skip++) {
      var reason = skip % 2 == 0 ? Skip.Reason.OVERLAP : Skip.Reason.MISSED;
      state = state.skips(Skip.of(SIX.plusSeconds(skip), reason, SIX));
    }
    var all = DagSchedules.NONE;
    for (var number = 0; number < 10; number++) {
      all = all.with("s" + number, state);
    }
    assertThat(all.withFewerSkips()).isEqualTo(all);
  }
}
