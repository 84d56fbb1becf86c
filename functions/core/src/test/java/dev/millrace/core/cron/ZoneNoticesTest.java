package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneNoticesTest {
  private static Timing timing(String zone, String gap, String repeat) {
    return new Timing(
        ZoneId.of(zone),
        Gap.valueOf(gap.toUpperCase(Locale.ROOT)),
        Repeat.valueOf(repeat.toUpperCase(Locale.ROOT)),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> ofYear(String expression, Timing timing, int year) {
    return ZoneNotices.of(Expressions.right(expression), timing)
        .between(
            Instant.parse(year + "-01-01T00:00:00Z"), Instant.parse(year + 1 + "-01-01T00:00:00Z"))
        .stream()
        .map(ZoneNotice::inWords)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * * | Europe/Madrid | skip | first | 2024-03-31: clocks go from 02:00 to 03:00. 02:30"
            + " does not exist and has no tick. / 2024-10-27: clocks go from 03:00 to 02:00. 02:30"
            + " comes twice: only the first is a tick.",
        "30 2 * * * | Europe/Madrid | shift | both | 2024-03-31: clocks go from 02:00 to 03:00. 02:30"
            + " does not exist: its tick comes 1 hour later. / 2024-10-27: clocks go from 03:00 to"
            + " 02:00. 02:30 comes twice and has two ticks.",
        "* * * * * | Europe/Madrid | skip | first | 2024-03-31: clocks go from 02:00 to 03:00. 60"
            + " times from 02:00 to 02:59 do not exist and have no tick. / 2024-10-27: clocks go from"
            + " 03:00 to 02:00. 60 times from 02:00 to 02:59 come twice: only the first ones are"
            + " ticks.",
        "*/10 2 * * * | Europe/Madrid | shift | both | 2024-03-31: clocks go from 02:00 to 03:00. 6"
            + " times from 02:00 to 02:50 do not exist: their ticks come 1 hour later. / 2024-10-27:"
            + " clocks go from 03:00 to 02:00. 6 times from 02:00 to 02:50 come twice: all are"
            + " ticks.",
        "15 2 * * * | Australia/Lord_Howe | shift | first | 2024-10-06: clocks go from 02:00 to"
            + " 02:30. 02:15 does not exist: its tick comes 30 minutes later.",
        "30 23 * * * | America/Santiago | skip | both | 2024-04-07: clocks go from 00:00 to 23:00 of"
            + " 2024-04-06. 2024-04-06 23:30 comes twice and has two ticks.",
        "at(2024-03-31T02:30:00) | Europe/Madrid | skip | first | 2024-03-31: clocks go from 02:00 to"
            + " 03:00. 02:30 does not exist and has no tick.",
      })
  void changes_of_a_year_are_told(
      String expression, String zone, String gap, String repeat, String told) {
    assertThat(String.join(" / ", ofYear(expression, timing(zone, gap, repeat), 2024)))
        .isEqualTo(told);
  }

  @Test
  void a_day_that_does_not_exist_is_skipped_whatever_the_gap() {
    assertThat(ofYear("0 12 30 12 *", timing("Pacific/Apia", "shift", "first"), 2011))
        .containsExactly(
            "2011-12-30: clocks go from 00:00 to 00:00 of 2011-12-31. 12:00 does not exist and has"
                + " no tick.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 6 * * *        | Europe/Madrid",
        "30 2 * * MON-SAT | Europe/Madrid",
        "30 2 * * *       | UTC",
        "rate(1 hour)     | Europe/Madrid",
      })
  void what_no_change_touches_is_not_told(String expression, String zone) {
    assertThat(ofYear(expression, timing(zone, "skip", "first"), 2024)).isEmpty();
  }

  @Test
  void changes_beyond_the_bounds_are_not_told() {
    var timing =
        new Timing(
            ZoneId.of("Europe/Madrid"),
            Gap.SKIP,
            Repeat.FIRST,
            Optional.of(Instant.parse("2024-04-01T00:00:00Z")),
            Optional.of(Instant.parse("2024-10-27T00:00:00Z")));
    assertThat(ofYear("* * * * *", timing, 2024)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * *   | shift | first | 2024-03-31T01:30:00Z | stands for 02:30, which does not"
            + " exist on this day",
        "30 2,3 * * * | shift | first | 2024-03-31T01:30:00Z | also stands for 02:30, which does"
            + " not exist on this day",
        "30 * * * *   | skip  | first | 2024-03-31T01:30:00Z | ",
        "30 2 * * *   | skip  | first | 2024-10-27T00:30:00Z | 02:30 comes twice: only the first is"
            + " a tick",
        "30 2 * * *   | skip  | both  | 2024-10-27T00:30:00Z | the first 02:30",
        "30 2 * * *   | skip  | both  | 2024-10-27T01:30:00Z | the second 02:30",
        "59 1 * * *   | skip  | both  | 2024-10-26T23:59:00Z | ",
        "0 3 * * *    | skip  | both  | 2024-10-27T02:00:00Z | ",
        "rate(1 hour) | skip  | both  | 2024-10-27T01:00:00Z | ",
        "at(2024-10-27T02:30:00) | skip | both | 2024-10-27T01:30:00Z | the second 02:30",
      })
  void an_odd_tick_is_told(String expression, String gap, String repeat, String tick, String told) {
    var notices =
        ZoneNotices.of(Expressions.right(expression), timing("Europe/Madrid", gap, repeat));
    assertThat(notices.of(Instant.parse(tick))).isEqualTo(Optional.ofNullable(told));
  }
}
