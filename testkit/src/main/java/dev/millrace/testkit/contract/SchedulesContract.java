package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Timing;
import dev.millrace.core.schedule.Catchup;
import dev.millrace.core.schedule.Overlap;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;
import dev.millrace.engine.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Schedules] does. An implementation extends this class, gives each test one that
/// keeps nothing yet and tells the time by [#clock], and says in [#come] whom it has woken.
public abstract class SchedulesContract {
  /// Between two ticks of anything below, and in the future of every clock: services refuse what is
  /// to happen in the past.
  private static final Instant START = Instant.parse("2096-03-05T06:00:30Z");

  /// How late a wake may come.
  private static final Duration PRECISION = Duration.ofMinutes(1);

  private static final DagName ORDERS = new DagName("orders");
  private static final DagName BILLS = new DagName("bills");
  private static final int RACERS = 8;

  private final SteppedClock clock = new SteppedClock(START);

  /// Somebody was woken.
  ///
  /// @param tick for which
  public record Woken(DagName dag, Instant tick) {}

  /// The clock by which the schedules tell the time.
  protected final SteppedClock clock() {
    return clock;
  }

  /// The schedules under test.
  protected abstract Schedules schedules();

  /// Who was woken up to now since it was asked before, in order.
  protected abstract List<Woken> come();

  private List<Woken> comeUntil(Instant until) {
    clock.advance(Duration.between(clock.now(), until));
    return come();
  }

  /// As the engine asks: what is active, and a wake for the next tick of each.
  ///
  /// @return that tick
  private Instant keep(DagName dag, Schedule schedule) {
    schedules().keep(dag, List.of(schedule), List.of());
    var tick = next(schedule);
    schedules().wake(dag, schedule, tick, tick);
    return tick;
  }

  private Instant next(Schedule schedule) {
    return schedule.ticks().after(clock.now()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/15 * * * *",
        "0 9 L * *",
        "0 9 15W * *",
        "0 9 * * FRI#2",
        "0 0 13 * FRI",
        "0 0 L-3 * *",
        "30 6 LW * *",
        "rate(5 minutes)",
        "rate(7 minutes)",
        "rate(1 day)",
        "at(2096-12-01T09:00:00)"
      })
  void a_tick_wakes_once_at_its_instant_or_within_the_minute_after(String expression) {
    var tick = keep(ORDERS, schedule("", expression));

    assertThat(comeUntil(tick.minusSeconds(1))).isEmpty();
    assertThat(comeUntil(tick.plus(PRECISION))).containsExactly(new Woken(ORDERS, tick));
  }

  @Test
  void each_wake_is_followed_by_the_next_one_that_is_asked_for() {
    for (var expression : List.of("*/5 * * * *", "rate(7 minutes)")) {
      var schedule = schedule("", expression);
      var tick = keep(ORDERS, schedule);
      for (var round = 0; round < 3; round++) {
        assertThat(comeUntil(tick.plusSeconds(30)))
            .as(expression)
            .containsExactly(new Woken(ORDERS, tick));
        tick = next(schedule);
        schedules().wake(ORDERS, schedule, tick, tick);
      }
      schedules().keep(ORDERS, List.of(), List.of(""));
      comeUntil(tick.plus(PRECISION));
    }
  }

  @Test
  void a_wake_may_come_later_than_its_tick_by_the_jitter() {
    var schedule = schedule("", "0 * * * *", Duration.ofMinutes(10));
    schedules().keep(ORDERS, List.of(schedule), List.of());
    var tick = next(schedule);
    var at = tick.plusSeconds(240);
    schedules().wake(ORDERS, schedule, tick, at);

    assertThat(comeUntil(at.minusSeconds(1))).isEmpty();
    assertThat(comeUntil(at.plus(PRECISION))).containsExactly(new Woken(ORDERS, tick));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 2 * * *", "rate(7 minutes)"})
  void a_wake_for_an_instant_that_has_passed_comes_within_a_minute(String expression) {
    var schedule = schedule("", expression);
    schedules().keep(ORDERS, List.of(schedule), List.of());
    var late = schedule.ticks().before(clock.now()).orElseThrow();
    schedules().wake(ORDERS, schedule, late, late);

    assertThat(comeUntil(clock.now().plus(PRECISION))).containsExactly(new Woken(ORDERS, late));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 2 * * *", "0 2 L-3 * *"})
  void the_same_again_changes_nothing(String expression) {
    var schedule = schedule("", expression);
    keep(ORDERS, schedule);
    var tick = keep(ORDERS, schedule);

    assertThat(comeUntil(tick.plus(PRECISION))).containsExactly(new Woken(ORDERS, tick));
  }

  @Test
  void schedules_of_a_dag_wake_each_for_their_own_ticks() {
    var early = schedule("early", "0 7 * * *");
    var late = schedule("late", "0 8 L-3 * *");
    schedules().keep(ORDERS, List.of(early, late), List.of());
    schedules().wake(ORDERS, early, next(early), next(early));
    schedules().wake(ORDERS, late, next(late), next(late));

    assertThat(comeUntil(next(early).plus(PRECISION)))
        .containsExactly(new Woken(ORDERS, Instant.parse("2096-03-05T07:00:00Z")));
    schedules().keep(ORDERS, List.of(late), List.of("early"));
    assertThat(comeUntil(next(late).plus(PRECISION)))
        .containsExactly(new Woken(ORDERS, Instant.parse("2096-03-28T08:00:00Z")));
  }

  @Test
  void what_is_kept_no_more_wakes_no_more() {
    var nightly = schedule("nightly", "0 2 * * *");
    var tick = keep(ORDERS, nightly);
    schedules().keep(ORDERS, List.of(), List.of("nightly"));
    // A second time, and a name that never was.
    schedules().keep(ORDERS, List.of(), List.of("nightly", "hourly"));

    assertThat(comeUntil(tick.plus(Duration.ofDays(2)))).isEmpty();
  }

  @Test
  void what_is_kept_again_wakes_again() {
    var nightly = schedule("nightly", "0 2 * * *");
    keep(ORDERS, nightly);
    schedules().keep(ORDERS, List.of(), List.of("nightly"));
    var tick = keep(ORDERS, nightly);

    assertThat(comeUntil(tick.plus(PRECISION))).containsExactly(new Woken(ORDERS, tick));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 3 * * *", "0 3 L-26 * *", "rate(7 hours)"})
  void a_change_wakes_for_the_new_ticks_and_not_for_the_old_ones(String changed) {
    keep(ORDERS, schedule("", "0 2 * * *"));
    var tick = keep(ORDERS, schedule("", changed));

    assertThat(comeUntil(tick.plus(PRECISION))).containsExactly(new Woken(ORDERS, tick));
  }

  @Test
  void a_dag_leaves_the_schedules_of_others_alone() {
    // Alike for as long as anybody would show them.
    var one = new DagName("o".repeat(60) + "_1");
    var other = new DagName("o".repeat(60) + "_2");
    var schedule = schedule("", "0 2 * * *");
    keep(one, schedule);
    var tick = keep(other, schedule);
    keep(BILLS, schedule("", "0 3 * * *"));
    schedules().keep(one, List.of(), List.of(""));

    assertThat(comeUntil(tick.plus(PRECISION))).containsExactly(new Woken(other, tick));
  }

  @Test
  void many_may_ask_at_once() {
    var schedule = schedule("", "0 2 * * *");
    var ticks = Together.race(RACERS, racer -> keep(new DagName("dag_" + racer), schedule));

    assertThat(comeUntil(ticks.getFirst().plus(PRECISION)))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, RACERS)
                .mapToObj(racer -> new Woken(new DagName("dag_" + racer), ticks.get(racer)))
                .toList());
  }

  private static Schedule schedule(String name, String expression) {
    return schedule(name, expression, Duration.ZERO);
  }

  private static Schedule schedule(String name, String expression, Duration jitter) {
    return switch (ScheduleExpression.parse(expression)) {
      case ScheduleExpression.Parsed.Right(var right) ->
          new Schedule(
              name.isEmpty() ? Optional.empty() : Optional.of(new ScheduleName(name)),
              right,
              Timing.of(ZoneId.of("UTC")),
              new Catchup.None(),
              Overlap.SKIP,
              jitter,
              Schedule.Activity.ACTIVE);
      case ScheduleExpression.Parsed.Wrong(var mistakes) ->
          throw new IllegalArgumentException(expression + ": " + mistakes);
    };
  }
}
