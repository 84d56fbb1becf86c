package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Rates, single times, bounds and ranges.
class TicksTest {
  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  private static Ticks ticks(String expression, Timing timing) {
    return Ticks.of(Expressions.right(expression), timing);
  }

  private static Timing bounded(ZoneId zone, String start, String end) {
    return new Timing(zone, Gap.SKIP, Repeat.FIRST, Optional.of(at(start)), Optional.of(at(end)));
  }

  private static Timing with(Gap gap, Repeat repeat) {
    return new Timing(MADRID, gap, repeat, Optional.empty(), Optional.empty());
  }

  @Test
  void a_rate_counts_real_time_over_changes_of_the_zone() {
    var ticks = ticks("rate(90 minutes)", Timing.of(MADRID));
    assertThat(ticks.between(at("2024-03-31T00:00:00Z"), at("2024-03-31T06:00:00Z")))
        .containsExactly(
            at("2024-03-31T00:00:00Z"),
            at("2024-03-31T01:30:00Z"),
            at("2024-03-31T03:00:00Z"),
            at("2024-03-31T04:30:00Z"));
  }

  @Test
  void a_rate_without_a_start_counts_from_1970() {
    var ticks = ticks("rate(7 days)", Timing.of(UTC));
    assertThat(ticks.after(at("2026-11-23T06:00:00Z"))).contains(at("2026-11-26T00:00:00Z"));
    assertThat(ticks.before(at("1970-01-01T00:00:01Z"))).contains(Instant.EPOCH);
    assertThat(ticks.before(Instant.EPOCH)).isEmpty();
    assertThat(ticks.before(Instant.MAX)).contains(at("2199-12-26T00:00:00Z"));
    assertThat(ticks.after(at("2199-12-26T00:00:00Z"))).isEmpty();
  }

  @Test
  void the_start_of_a_rate_is_its_first_tick() {
    var ticks =
        ticks("rate(2 hours)", bounded(UTC, "2026-11-23T06:17:05Z", "2026-11-23T12:17:05Z"));
    assertThat(ticks.between(Instant.MIN, Instant.MAX))
        .containsExactly(
            at("2026-11-23T06:17:05Z"), at("2026-11-23T08:17:05Z"), at("2026-11-23T10:17:05Z"));
  }

  @Test
  void bounds_take_the_start_in_and_leave_the_end_out() {
    var ticks = ticks("@hourly", bounded(UTC, "2026-01-01T06:00:00Z", "2026-01-01T09:00:00Z"));
    assertThat(ticks.between(at("2025-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")))
        .containsExactly(
            at("2026-01-01T06:00:00Z"), at("2026-01-01T07:00:00Z"), at("2026-01-01T08:00:00Z"));
    assertThat(ticks.before(at("2026-01-01T06:00:00Z"))).isEmpty();
    assertThat(ticks.after(at("2026-01-01T08:00:00Z"))).isEmpty();
    assertThat(ticks.before(Instant.MAX)).contains(at("2026-01-01T08:00:00Z"));
    assertThat(ticks.after(Instant.MIN)).contains(at("2026-01-01T06:00:00Z"));
  }

  @Test
  void bounds_without_a_tick_between_them_leave_none() {
    var ticks = ticks("@daily", bounded(UTC, "2026-01-01T06:00:00Z", "2026-01-01T09:00:00Z"));
    assertThat(ticks.hasAny()).isFalse();
    assertThat(ticks("@daily", Timing.of(UTC)).hasAny()).isTrue();
  }

  @Test
  void bounds_are_whole_seconds_in_their_order() {
    assertThatThrownBy(() -> bounded(UTC, "2026-01-01T06:00:00Z", "2026-01-01T06:00:00Z"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bounded(UTC, "2026-01-01T06:00:00.5Z", "2026-01-02T06:00:00Z"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fractions_of_a_second_lie_between_ticks() {
    var ticks = ticks("@hourly", Timing.of(UTC));
    assertThat(ticks.after(at("2026-01-01T05:59:59.999Z"))).contains(at("2026-01-01T06:00:00Z"));
    assertThat(ticks.after(at("2026-01-01T06:00:00.001Z"))).contains(at("2026-01-01T07:00:00Z"));
    assertThat(ticks.before(at("2026-01-01T06:00:00.001Z"))).contains(at("2026-01-01T06:00:00Z"));
    assertThat(ticks.isTick(at("2026-01-01T06:00:00Z"))).isTrue();
    assertThat(ticks.isTick(at("2026-01-01T06:00:00.001Z"))).isFalse();
  }

  @Test
  void a_range_is_computed_as_it_is_read() {
    var ticks = ticks("* * * * *", Timing.of(MADRID));
    assertThat(ticks.between(Instant.MIN, Instant.MAX).skip(10_000).limit(2))
        .containsExactly(at("1970-01-07T21:40:00Z"), at("1970-01-07T21:41:00Z"));
    assertThat(ticks.between(Instant.EPOCH, Instant.EPOCH)).isEmpty();
  }

  @Test
  void nothing_comes_outside_of_the_years_of_schedules() {
    var ticks = ticks("* * * * *", Timing.of(MADRID));
    assertThat(ticks.after(Instant.MIN)).contains(at("1969-12-31T23:00:00Z"));
    assertThat(ticks.before(at("1969-12-31T23:00:00Z"))).isEmpty();
    assertThat(ticks.before(Instant.MAX)).contains(at("2199-12-31T22:59:00Z"));
    assertThat(ticks.after(at("2199-12-31T22:59:00Z"))).isEmpty();
    assertThat(ticks.after(Instant.MAX)).isEmpty();
    assertThat(ticks.before(Instant.MIN)).isEmpty();
  }

  @Test
  void a_single_time_is_one_tick() {
    var ticks = ticks("at(2024-03-31T09:00:30)", Timing.of(MADRID));
    var tick = at("2024-03-31T07:00:30Z");
    assertThat(ticks.between(Instant.MIN, Instant.MAX)).containsExactly(tick);
    assertThat(ticks.after(tick)).isEmpty();
    assertThat(ticks.before(tick)).isEmpty();
    assertThat(ticks.before(tick.plusNanos(1))).contains(tick);
  }

  @Test
  void a_single_time_that_does_not_exist_follows_the_gap() {
    var text = "at(2024-03-31T02:30:00)";
    assertThat(ticks(text, with(Gap.SKIP, Repeat.FIRST)).hasAny()).isFalse();
    assertThat(ticks(text, with(Gap.SHIFT, Repeat.FIRST)).between(Instant.MIN, Instant.MAX))
        .containsExactly(at("2024-03-31T01:30:00Z"));
  }

  @Test
  void a_single_time_of_a_day_that_does_not_exist_is_no_tick() {
    var apia =
        new Timing(
            ZoneId.of("Pacific/Apia"), Gap.SHIFT, Repeat.BOTH, Optional.empty(), Optional.empty());
    assertThat(ticks("at(2011-12-30T12:00:00)", apia).hasAny()).isFalse();
    assertThat(ticks("at(2011-12-31T12:00:00)", apia).hasAny()).isTrue();
  }

  @Test
  void a_single_time_that_comes_twice_follows_the_repeat() {
    var text = "at(2024-10-27T02:30:00)";
    assertThat(ticks(text, with(Gap.SKIP, Repeat.FIRST)).between(Instant.MIN, Instant.MAX))
        .containsExactly(at("2024-10-27T00:30:00Z"));
    assertThat(ticks(text, with(Gap.SKIP, Repeat.BOTH)).between(Instant.MIN, Instant.MAX))
        .containsExactly(at("2024-10-27T00:30:00Z"), at("2024-10-27T01:30:00Z"));
  }
}
