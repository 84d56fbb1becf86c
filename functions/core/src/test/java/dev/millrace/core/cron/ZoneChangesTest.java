package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Around changes of every zone that has any, made-up expressions have the ticks that [NaiveTicks]
/// finds minute by minute, however they are asked for. `-Dcron.rounds` says how many expressions
/// each zone gets, `-Dcron.seed` where they begin.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZoneChangesTest {
  private static final int ROUNDS = Integer.getInteger("cron.rounds", 4);
  private static final long SEED = Long.getLong("cron.seed", 0);

  /// Long enough for days on both sides of a change.
  private static final Duration AROUND = Duration.ofHours(40);

  /// Without these cells the test would not have tested what it is for.
  private final Map<ZoneNotice.Effect, Integer> seen = new EnumMap<>(ZoneNotice.Effect.class);

  static List<ZoneId> zones() {
    return Zones.withChanges();
  }

  /// One made-up question.
  private record Case(
      String expression, Timing timing, ZoneOffsetTransition change, Instant from, Instant to) {
    static Case of(ZoneId zone, Random random) {
      var changes = Zones.changes(zone);
      var change = changes.get(random.nextInt(changes.size()));
      var from = change.getInstant().minus(AROUND).plusSeconds(random.nextInt(7200));
      var to = change.getInstant().plus(AROUND).plusSeconds(random.nextInt(7200));
      var bounded = random.nextInt(4) == 0;
      var timing =
          new Timing(
              zone,
              random.nextBoolean() ? Gap.SKIP : Gap.SHIFT,
              random.nextBoolean() ? Repeat.FIRST : Repeat.BOTH,
              bounded ? Optional.of(from.plusSeconds(random.nextInt(100_000))) : Optional.empty(),
              bounded ? Optional.of(to.minusSeconds(random.nextInt(100_000))) : Optional.empty());
      return new Case(RandomCron.any(random), timing, change, from, to);
    }

    NavigableSet<Instant> expected() {
      var naive =
          new NaiveTicks(new NaiveCron(expression), timing.zone(), timing.gap(), timing.repeat());
      return naive.between(timing.start().orElse(from), timing.end().orElse(to));
    }

    @Override
    public String toString() {
      return "%s, %s, around %s".formatted(expression, timing, change);
    }
  }

  @ParameterizedTest
  @MethodSource("zones")
  void ticks_around_a_change_are_those_of_the_oracle(ZoneId zone) {
    for (var round = 0; round < ROUNDS; round++) {
      var random = new Random(SEED + 1_000_003L * round + zone.getId().hashCode());
      check(Case.of(zone, random), random);
    }
  }

  private void check(Case asked, Random random) {
    if (!(ScheduleExpression.parse(asked.expression())
        instanceof ScheduleExpression.Parsed.Right(var expression))) {
      return; // it can never come, which is another test's matter
    }
    var expected = asked.expected();
    var ticks = Ticks.of(expression, asked.timing());
    var all = List.copyOf(expected);

    assertThat(ticks.between(asked.from(), asked.to())).as(asked.toString()).isEqualTo(all);
    assertThat(forward(ticks, asked)).as("stepping forward: " + asked).isEqualTo(all);
    assertThat(backward(ticks, asked).reversed()).as("stepping back: " + asked).isEqualTo(all);
    for (var i = 0; i < 20; i++) {
      var instant =
          asked.from().plusMillis(random.nextInt((int) AROUND.toMillis())).plusSeconds(60_000);
      var next = Optional.ofNullable(expected.higher(instant));
      assertThat(ticks.after(instant).filter(asked.to()::isAfter)).as("%s", asked).isEqualTo(next);
      assertThat(ticks.before(instant).filter(tick -> !tick.isBefore(asked.from())))
          .as("before %s: %s", instant, asked)
          .isEqualTo(Optional.ofNullable(expected.lower(instant)));
      assertThat(ticks.isTick(instant)).as("%s", asked).isEqualTo(expected.contains(instant));
    }
    ZoneNotices.of(expression, asked.timing())
        .between(asked.change().getInstant(), asked.change().getInstant().plusSeconds(1))
        .forEach(notice -> seen.merge(notice.effect(), notice.ticks(), Integer::sum));
  }

  private static List<Instant> forward(Ticks ticks, Case asked) {
    var found = new ArrayList<Instant>();
    var next = ticks.after(asked.from().minusNanos(1));
    while (next.filter(asked.to()::isAfter).isPresent()) {
      found.add(next.get());
      next = ticks.after(next.get());
    }
    return found;
  }

  private static List<Instant> backward(Ticks ticks, Case asked) {
    var found = new ArrayList<Instant>();
    var previous = ticks.before(asked.to());
    while (previous.filter(tick -> !tick.isBefore(asked.from())).isPresent()) {
      found.add(previous.get());
      previous = ticks.before(previous.get());
    }
    return found;
  }

  @AfterAll
  void every_effect_of_a_change_was_seen() {
    assertThat(seen).containsOnlyKeys(ZoneNotice.Effect.values());
    assertThat(seen.values()).allMatch(ticks -> ticks > 100);
  }
}
