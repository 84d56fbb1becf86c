package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15 * * * *            | 0,15,30,45 * * * *",
        "0/15 * * * *            | */15 0-23 1-31 JAN-DEC *",
        "0 9-17/4 * * *          | 0 9,13,17 * * *",
        "0 0 * * SUN             | 0 0 * * 7",
        "0 0 * * 0               | 0 0 * * sun",
        "0 0 * * 1-5             | 0 0 * * mon-FRI",
        "0 0 ? * 2-6 *           | 0 0 ? * MON-FRI *",
        "0 0 ? JAN * *           | 0 0 * 1 ? *",
        "00 06 01 * *            | 0 6 1 * *",
        "0 0 WL * *              | 0 0 LW * *",
        "@midnight               | @daily",
        "@ANNUALLY               | 0 0 1 1 *",
        "cron(0 6 * * ? *)       | 0 6 * * ? *",
        "CRON( 0  6 * * ? * )    | 0 6 * * ? *",
        "rate(60 minutes)        | rate(1 hour)",
        "rate(24 hours)          | RATE( 1  day )",
        "at(2026-12-01T09:00:00) | AT(2026-12-01t09:00)",
      })
  void two_ways_of_writing_mean_the_same(String one, String other) {
    assertThat(Expressions.right(one).inWords()).isEqualTo(Expressions.right(other).inWords());
  }

  @Test
  void blanks_of_any_kind_part_the_fields() {
    assertThat(Expressions.right("  0\t6  *\n* MON ")).isEqualTo(Expressions.right("0 6 * * MON"));
  }

  @Test
  void the_number_of_fields_tells_the_dialect() {
    assertThat(Expressions.right("0 6 * * 1")).hasFieldOrPropertyWithValue("dialect", Dialect.UNIX);
    assertThat(Expressions.right("0 6 ? * 1 *"))
        .hasFieldOrPropertyWithValue("dialect", Dialect.AWS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the expression is empty.",
        "75 * * * * | the minute must be 0 to 59, found \"75\". Write 0, 15-45 or */5.",
        "5,75 * * * * | the minute must be 0 to 59, found \"75\" in \"5,75\". Write 0, 15-45 or"
            + " */5.",
        "1,,2 * * * * | the minute must be 0 to 59, found \"\" in \"1,,2\". Write a value between"
            + " the commas, or take a comma out.",
        "-5 * * * * | the minute must be 0 to 59, found \"-5\".",
        "0 24 * * * | the hour must be 0 to 23, found \"24\". Write 6, 9-17 or */2.",
        "0 6pm * * * | the hour must be 0 to 23, found \"6PM\".",
        "0 0 0 * * | the day of month must be 1 to 31, L, LW, L-1 to L-30 or 1W to 31W, found"
            + " \"0\". Write 1, 1,15, L, LW, L-3 or 15W.",
        "0 0 32W * * | the day of month must be 1 to 31, L, LW, L-1 to L-30 or 1W to 31W, found"
            + " \"32W\".",
        "0 0 L-31 * * | found \"L-31\".",
        "0 0 L-3W * * | found \"L-3W\".",
        "0 0 W * * | found \"W\".",
        "0 0 * 13 * | the month must be 1 to 12 or JAN to DEC, found \"13\". Write 1, JAN, NOV-FEB"
            + " or */3.",
        "0 0 * JUNE * | the month must be 1 to 12 or JAN to DEC, found \"JUNE\". Did you mean JUN?",
        "0 0 * * 8 | the day of week must be 0 to 7 (Sunday is 0 and 7) or SUN to SAT, perhaps with"
            + " L or #1 to #5 behind it, found \"8\". Write MON, MON-FRI, FRI#2 or FRIL.",
        "0 0 * * monday | found \"MONDAY\". Did you mean MON?",
        "0 0 * * FRI#6 | found \"FRI#6\".",
        "0 0 * * FRI#0 | found \"FRI#0\".",
        "0 0 ? * 0 * | the day of week must be 1 to 7 (Sunday is 1) or SUN to SAT, perhaps with L or"
            + " #1 to #5 behind it, found \"0\".",
        "0 0 1 1 ? 1969 | the year must be 1970 to 2199, found \"1969\". Write 2026, 2026-2028 or *.",
        "0 0 1 1 ? 2030-2028 | the year must not go back, found \"2030-2028\". Write the earlier one"
            + " first: 2028-2030.",
        "*/90 * * * * | the step of the minute must be 1 to 59, found \"90\". For every 90 minutes"
            + " write rate(90 minutes).",
        "0 */36 * * * | the step of the hour must be 1 to 23, found \"36\". For every 36 hours write"
            + " rate(36 hours).",
        "*/0 * * * * | the step of the minute must be 1 to 59, found \"0\". Write a step behind a"
            + " slash, such as */2.",
        "*/ * * * * | found \"*/\".",
        "*-5 * * * * | found \"*-5\".",
        "H * * * * | found \"H\".",
        "0 0 ? * MON | five fields take no \"?\", found it in the day of month. Write *, or add the"
            + " year as a sixth field: 0 6 ? * MON *.",
        "0 0 * * * * | one day field of six must be \"?\", found \"*\" as day of month and \"*\" as"
            + " day of week. Write ? in the one that does not matter",
        "0 0 1 * MON * | one day field of six must be \"?\", found \"1\" as day of month and"
            + " \"MON\" as day of week.",
        "0 0 ? * ? * | the day of month and the day of week are both \"?\". Write * in one of them",
        "0 6 * * | \"0 6 * *\" has 4 fields; a cron expression has five, or six in AWS's form.",
        "daily | \"daily\" has 1 field; a cron expression has five",
        "0 0 0 1 1 ? 2030 | has 7 fields",
        "cron(0 6 * * *) | cron(...) is AWS's form and takes six fields, found 5.",
        "cron() | \"\" has 0 fields",
        "cron(0 6 * * ? * | \"cron(0 6 * * ? *\" does not end with its parenthesis.",
        "every(5 minutes) | \"every(5 minutes)\" is no expression of a schedule.",
        "@reboot | there is no \"@reboot\". Write @hourly, @daily, @weekly, @monthly or @yearly",
        "@every 5m | there is no \"@every 5m\". Write a rate: rate(5 minutes).",
        "rate(5) | a rate takes a number and a unit, found \"5\". Write rate(5 minutes)",
        "rate(30 seconds) | the unit of a rate must be minutes, hours or days, found \"seconds\".",
        "rate(0 minutes) | the number of a rate must be whole, at least 1 and together at most 3,660"
            + " days, found \"0 minutes\".",
        "rate(1.5 hours) | found \"1.5 hours\".",
        "rate(3661 days) | found \"3661 days\".",
        "rate(99999999999999999999 days) | found \"99999999999999999999 days\".",
        "at(2026-12-01) | an at takes a date and a time, found \"2026-12-01\". Write a local time",
        "at(2026-12-01T09:00:00Z) | found \"2026-12-01T09:00:00Z\".",
        "at(2026-12-01T09:00:00.5) | found \"2026-12-01T09:00:00.5\".",
        "at(2026-02-30T09:00:00) | found \"2026-02-30T09:00:00\".",
        "at(2200-01-01T00:00:00) | the year of an at must be 1970 to 2199, found 2200.",
        "0 0 30 2 * | \"0 0 30 2 *\" never comes: there is no such day in February. Write a day that"
            + " there is; L is the last day of every month.",
        "0 0 31 4 * | \"0 0 31 4 *\" never comes: there is no such day in April.",
        "0 0 31 APR,JUN,SEP,NOV * | never comes: there is no such day in April, June, September and"
            + " November.",
        "0 0 L-30 2,4 * | never comes",
        "0 0 31W 4 * | never comes",
        "0 0 29 2 ? 2027 | never comes: there is no such day in February of 2027.",
        "0 0 ? 2 MON#5 2027-2031 | never comes: there is no such day in February of 2027 to 2031.",
        "0 0 */32 * * | the step of the day of month must be 1 to 31",
      })
  void a_wrong_expression_is_told_with_field_value_and_mend(String text, String told) {
    assertThat(
            Expressions.mistakes(text).stream()
                .map(Mistake::toString)
                .collect(Collectors.joining(" ")))
        .contains(told);
  }

  @Test
  void all_wrong_fields_are_told_at_once() {
    assertThat(Expressions.mistakes("60 24 32 13 8").stream().map(Mistake::what))
        .hasSize(5)
        .allMatch(what -> what.startsWith("the ") && what.contains("must be"));
  }

  @Test
  void an_endless_expression_is_refused_without_reading_it() {
    assertThat(Expressions.mistakes("1,".repeat(500) + "1 * * * *"))
        .containsExactly(
            new Mistake(
                "the expression has 1,009 characters; at most 1,000 are allowed.",
                "Use ranges and steps, or several schedules."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 1-31/31 * *", "0 0 29 2 *", "0 0 ? 2 6#5 *", "0 0 31 1 ? 2199"})
  void a_rare_expression_is_not_taken_for_one_that_never_comes(String text) {
    assertThat(Expressions.right(text)).isInstanceOf(Cron.class);
  }

  @Test
  void values_refuse_wrong_shapes() {
    var months = Values.all(Field.MONTH);
    var years = Values.all(Field.YEAR);
    var any = new Days.Any();
    assertThatThrownBy(() -> new Cron(Dialect.UNIX, months, years, any, months, years))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Values(Field.MINUTE, List.of(60)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Values(Field.MINUTE, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Values(Field.DAY_OF_WEEK, List.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Days.OfMonth(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DateRule.Day(32)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DateRule.FromLast(31))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rate(Duration.ofSeconds(90)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new At(LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
