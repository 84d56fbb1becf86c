package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Over all days of the years of schedules, made-up expressions match those days that [NaiveCron]
/// says, and those that match none are refused.
class DatesTest {
  private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
  private static final LocalDate END = LocalDate.of(2200, 1, 1);

  static LongStream seeds() {
    var from = Long.getLong("cron.seed", 0);
    return LongStream.range(from, from + Long.getLong("cron.dates", 25));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void an_expression_matches_the_days_of_the_oracle(long seed) {
    var text = RandomCron.daily(new Random(seed));
    var naive = new NaiveCron(text);
    var expected = FIRST.datesUntil(END).filter(naive::matches).toList();

    switch (ScheduleExpression.parse(text)) {
      case ScheduleExpression.Parsed.Wrong(var mistakes) -> {
        assertThat(mistakes.toString()).as(text).contains("never comes");
        assertThat(expected).as(text).isEmpty();
      }
      case ScheduleExpression.Parsed.Right(var expression) -> {
        var ticks = Ticks.of(expression, Timing.of(ZoneOffset.UTC));
        assertThat(ticks.between(Instant.MIN, Instant.MAX).map(DatesTest::date))
            .as(text)
            .isEqualTo(expected);
        assertThat(backward(ticks)).as(text).isEqualTo(expected);
      }
    }
  }

  private static List<LocalDate> backward(Ticks ticks) {
    var found = new ArrayList<LocalDate>();
    for (var tick = ticks.before(Instant.MAX); tick.isPresent(); tick = ticks.before(tick.get())) {
      found.add(date(tick.get()));
    }
    Collections.reverse(found);
    return found;
  }

  private static LocalDate date(Instant tick) {
    return LocalDate.ofInstant(tick, ZoneOffset.UTC);
  }
}
