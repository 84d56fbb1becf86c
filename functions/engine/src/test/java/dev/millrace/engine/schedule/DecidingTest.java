package dev.millrace.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Timing;
import dev.millrace.core.schedule.Catchup;
import dev.millrace.core.schedule.Overlap;
import dev.millrace.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What becomes of hourly ticks.
class DecidingTest {
  private static final Instant SIX = Instant.parse("2026-11-23T06:00:00Z");
  private static final int MOST = 100;
  private static final Catchup NONE = new Catchup.None();

  @Test
  void a_tick_that_is_due_starts_once() {
    var after = decide(Overlap.ALLOW, NONE, hour(1), false);
    assertThat(starts(after)).containsExactly(hour(1));
    assertThat(after.decided()).isEqualTo(hour(1));
    var again =
        deciding(Overlap.ALLOW, NONE, false)
            .decide(after, hour(1).plusSeconds(20), Set.of(hour(1)), Optional.empty(), MOST);
    assertThat(again).isEqualTo(after);
  }

  @Test
  void while_the_former_run_goes_the_tick_is_skipped() {
    var after = decide(Overlap.SKIP, NONE, hour(1), true);
    assertThat(after.starting()).isEmpty();
    assertThat(after.skips()).containsExactly(Skip.of(hour(1), Skip.Reason.OVERLAP, hour(1)));
  }

  @Test
  void or_the_former_run_is_cancelled() {
    assertThat(decide(Overlap.CANCEL, NONE, hour(1), true).starting())
        .containsExactly(new Starting(hour(1), 7, new Starting.Manner.Cancelling(SIX)));
  }

  @Test
  void missed_ticks_are_skipped_together_and_one_on_time_starts() {
    var after = decide(Overlap.ALLOW, NONE, hour(5), false);
    assertThat(starts(after)).containsExactly(hour(5));
    assertThat(after.skips())
        .containsExactly(new Skip(hour(1), hour(4), 4, Skip.Reason.MISSED, hour(5)));
    assertThat(after.skipped()).isEqualTo(4);
  }

  @Test
  void a_wake_for_a_tick_is_never_too_late_for_it() {
    var after =
        deciding(Overlap.SKIP, NONE, false)
            .decide(state(), halfPast(1), Set.of(hour(1)), Optional.empty(), MOST);
    assertThat(starts(after)).containsExactly(hour(1));
  }

  @Test
  void wakes_that_come_together_are_each_for_its_own_tick() {
    var after =
        deciding(Overlap.ALLOW, NONE, false)
            .decide(state(), halfPast(4), Set.of(hour(1), hour(3)), Optional.empty(), MOST);
    assertThat(starts(after)).containsExactly(hour(1), hour(3));
    assertThat(after.skips())
        .containsExactly(new Skip(hour(2), hour(4), 2, Skip.Reason.MISSED, halfPast(4)));
  }

  /// Reconcile looks once a minute at what is [ActOnTicks#LATE] overdue, and takes time for it.
  @Test
  void what_the_sweep_finds_in_its_time_was_not_missed() {
    var found = hour(1).plus(ActOnTicks.LATE).plus(Duration.ofMinutes(1)).plusSeconds(30);
    assertThat(starts(decide(Overlap.SKIP, NONE, found, false))).containsExactly(hour(1));
    assertThat(starts(decide(Overlap.SKIP, NONE, found.plusSeconds(1), false))).isEmpty();
  }

  @Test
  void catchup_starts_the_last_missed_ticks_in_line() {
    var after = decide(Overlap.SKIP, new Catchup.All(2), halfPast(5), false);
    assertThat(after.starting())
        .containsExactly(
            new Starting(hour(4), 7, new Starting.Manner.InLine()),
            new Starting(hour(5), 7, new Starting.Manner.InLine()));
    assertThat(after.skipped()).isEqualTo(3);
    assertThat(starts(decide(Overlap.SKIP, new Catchup.Last(), halfPast(5), false)))
        .containsExactly(hour(5));
  }

  @Test
  void all_ticks_of_a_pause_are_missed_however_short_it_was() {
    var after =
        deciding(Overlap.SKIP, NONE, false)
            .decide(state(), hour(1), Set.of(), Optional.of(SIX.plusSeconds(60)), MOST);
    assertThat(after.starting()).isEmpty();
    assertThat(after.skips()).containsExactly(Skip.of(hour(1), Skip.Reason.PAUSED, hour(1)));
  }

  @Test
  void what_is_skipped_is_decided_however_few_may_start() {
    var after =
        deciding(Overlap.SKIP, new Catchup.All(2), false)
            .decide(state(), halfPast(5), Set.of(), Optional.of(SIX.plusSeconds(60)), 0);
    assertThat(after.starting()).isEmpty();
    assertThat(after.skips())
        .containsExactly(new Skip(hour(1), hour(3), 3, Skip.Reason.PAUSED, halfPast(5)));
  }

  @Test
  void no_more_start_than_may_and_the_rest_is_left_to_the_next_write() {
    var catchup = new Catchup.All(150);
    var first = decide(Overlap.SKIP, catchup, halfPast(150), false);
    assertThat(first.starting()).hasSize(100);
    var second =
        deciding(Overlap.SKIP, catchup, false)
            .decide(
                first.without(first.starting()), halfPast(150), Set.of(), Optional.empty(), MOST);
    assertThat(second.starting()).hasSize(50);
    assertThat(second.skipped()).isZero();
  }

  private static List<Instant> starts(ScheduleState state) {
    return state.starting().stream().map(Starting::tick).toList();
  }

  private static Instant hour(int number) {
    return SIX.plus(Duration.ofHours(number));
  }

  private static Instant halfPast(int number) {
    return hour(number).plus(Duration.ofMinutes(30));
  }

  private static ScheduleState decide(
      Overlap overlap, Catchup catchup, Instant now, boolean isFormerOpen) {
    return deciding(overlap, catchup, isFormerOpen)
        .decide(state(), now, Set.of(), Optional.empty(), MOST);
  }

  /// The tick of six o'clock has made a run.
  private static ScheduleState state() {
    var starting = new Starting(SIX, 7, new Starting.Manner.AtOnce());
    return ScheduleState.fresh(SIX.minusSeconds(1), Schedule.Activity.ACTIVE, SIX)
        .starts(SIX, 7, starting.manner())
        .without(List.of(starting));
  }

  private static Deciding deciding(Overlap overlap, Catchup catchup, boolean isFormerOpen) {
    var parsed = (ScheduleExpression.Parsed.Right) ScheduleExpression.parse("0 * * * *");
    var schedule =
        new Schedule(
            Optional.empty(),
            parsed.expression(),
            Timing.of(ZoneOffset.UTC),
            catchup,
            overlap,
            Duration.ZERO,
            Schedule.Activity.ACTIVE);
    return new Deciding(7, schedule, schedule.ticks(), _ -> Duration.ZERO, _ -> isFormerOpen);
  }
}
