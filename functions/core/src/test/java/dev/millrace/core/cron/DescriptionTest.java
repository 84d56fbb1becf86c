package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 6 * * MON-FRI            | at 06:00, Monday to Friday",
        "0 6 ? * MON-FRI *          | at 06:00, Monday to Friday",
        "* * * * *                  | every minute",
        "*/5 * * * *                | every 5 minutes",
        "0,30 * * * *               | every 30 minutes",
        "*/25 * * * *               | at minutes 0, 25 and 50 of every hour",
        "*/5 9-17 * * MON-FRI       | every 5 minutes from 09:00 to 17:55, Monday to Friday",
        "* 9 * * *                  | every minute from 09:00 to 09:59",
        "*/10 9,12 * * *            | every 10 minutes of hours 9 and 12",
        "@hourly                    | every hour",
        "15 * * * *                 | every hour at minute 15",
        "0 */2 * * *                | every 2 hours",
        "15 */6 * * *               | every 6 hours at minute 15",
        "0 9-17 * * *               | every hour from 09:00 to 17:00",
        "0,30 6,18 * * *            | every 30 minutes of hours 6 and 18",
        "0,10 6,18 * * *            | at 06:00, 06:10, 18:00 and 18:10",
        "0,10,15 9-17 * * *         | at minutes 0, 10 and 15 of hours 9 to 17",
        "0 0,12 * * *               | at 00:00 and 12:00",
        "@daily                     | at 00:00",
        "@weekly                    | at 00:00, Sunday",
        "@monthly                   | at 00:00, on day 1 of the month",
        "@yearly                    | at 00:00, on day 1 of the month, in January",
        "0 0 * * FRI-MON            | at 00:00, Friday to Monday",
        "0 0 * * SAT,SUN            | at 00:00, Saturday and Sunday",
        "0 0 * * 0-6                | at 00:00",
        "0 0 1-31 * MON             | at 00:00",
        "0 0 */1 * MON              | at 00:00, Monday",
        "0 0 1,15 * *               | at 00:00, on days 1 and 15 of the month",
        "0 0 1-7,L * *              | at 00:00, on days 1 to 7 and the last day of the month",
        "0 0 L-1,L-3 * *            | at 00:00, on the day before the last and the day 3 before the"
            + " last of the month",
        "0 0 15W * *                | at 00:00, on the day from Monday to Friday nearest to day 15 of"
            + " the month",
        "0 0 LW * *                 | at 00:00, on the last day from Monday to Friday of the month",
        "0 0 * * FRI#2              | at 00:00, on the second Friday of the month",
        "0 0 * * MON,FRIL           | at 00:00, on Monday and the last Friday of the month",
        "0 0 13 * FRI               | at 00:00, on day 13 of the month or on Friday",
        "0 0 13 * */5               | at 00:00, on day 13 of the month that is also Sunday or"
            + " Friday",
        "0 0 1 NOV-FEB *            | at 00:00, on day 1 of the month, in January, February, November"
            + " and December",
        "0 0 1 4-9 ? 2026-2028      | at 00:00, on day 1 of the month, in April to September, in 2026"
            + " to 2028",
        "rate(1 minute)             | every minute",
        "rate(90 minutes)           | every 90 minutes",
        "rate(36 hours)             | every 36 hours",
        "rate(48 hours)             | every 2 days",
        "at(2026-12-01T09:00:00)    | once, on 2026-12-01 at 09:00",
        "at(2026-12-01T09:00:30)    | once, on 2026-12-01 at 09:00:30",
      })
  void an_expression_is_told_in_words(String text, String words) {
    assertThat(Expressions.right(text).inWords()).isEqualTo(words);
  }
}
