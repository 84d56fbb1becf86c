package dev.millrace.core.cron;

import dev.millrace.core.cron.ScheduleExpression.Parsed;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells the forms of expressions apart and reads those that are no cron.
final class ExpressionParser {
  private static final Pattern CALL = Pattern.compile("(?s)([A-Za-z]+)\\s*\\((.*)\\)");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

  private static final String FORMS =
      "Write five fields (minute hour day-of-month month day-of-week), such as 0 6 * * MON-FRI;"
          + " six of AWS, such as 0 6 ? * MON-FRI *; @daily; rate(5 minutes); or"
          + " at(2026-12-01T09:00:00).";

  private static final Map<String, String> ALIASES =
      Map.of(
          "@HOURLY", "0 * * * *",
          "@DAILY", "0 0 * * *",
          "@MIDNIGHT", "0 0 * * *",
          "@WEEKLY", "0 0 * * 0",
          "@MONTHLY", "0 0 1 * *",
          "@YEARLY", "0 0 1 1 *",
          "@ANNUALLY", "0 0 1 1 *");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "MINUTE", Duration.ofMinutes(1),
          "MINUTES", Duration.ofMinutes(1),
          "HOUR", Duration.ofHours(1),
          "HOURS", Duration.ofHours(1),
          "DAY", Duration.ofDays(1),
          "DAYS", Duration.ofDays(1));

  private ExpressionParser() {}

  static Parsed parse(String given) {
    if (given.length() > ScheduleExpression.LENGTH_MAX) {
      return wrong(
          "the expression has %,d characters; at most %,d are allowed."
              .formatted(given.length(), ScheduleExpression.LENGTH_MAX),
          "Use ranges and steps, or several schedules.");
    }
    var text = given.strip();
    if (text.isEmpty()) {
      return wrong("the expression is empty.", FORMS);
    }
    if (text.startsWith("@")) {
      return alias(text);
    }
    var call = CALL.matcher(text);
    if (call.matches()) {
      var inside = call.group(2).strip();
      return switch (upper(call.group(1))) {
        case "CRON" -> cron(inside, Form.IN_CRON);
        case "RATE" -> rate(inside);
        case "AT" -> at(inside);
        default -> wrong("\"%s\" is no expression of a schedule.".formatted(text), FORMS);
      };
    }
    if (text.contains("(")) {
      return wrong("\"%s\" does not end with its parenthesis.".formatted(text), FORMS);
    }
    return cron(text, Form.BARE);
  }

  /// How a cron expression is written.
  private enum Form {
    BARE,
    IN_CRON
  }

  private static Parsed cron(String text, Form form) {
    var fields = text.isEmpty() ? List.<String>of() : List.of(BLANKS.split(text, -1));
    return switch (fields.size()) {
      case 5 ->
          switch (form) {
            case BARE -> CronParser.parse(Dialect.UNIX, fields);
            case IN_CRON ->
                wrong(
                    "cron(...) is AWS's form and takes six fields, found 5.",
                    "Add the year, with ? in one of the day fields: cron(0 6 ? * MON-FRI *); or"
                        + " write the five fields without cron( ).");
          };
      case 6 -> CronParser.parse(Dialect.AWS, fields);
      default ->
          wrong(
              "\"%s\" has %d field%s; a cron expression has five, or six in AWS's form."
                  .formatted(text, fields.size(), fields.size() == 1 ? "" : "s"),
              FORMS);
    };
  }

  private static Parsed alias(String text) {
    var meant = ALIASES.get(upper(text));
    if (meant != null) {
      return cron(meant, Form.BARE);
    }
    if (upper(text).startsWith("@EVERY")) {
      return wrong("there is no \"%s\".".formatted(text), "Write a rate: rate(5 minutes).");
    }
    return wrong(
        "there is no \"%s\".".formatted(text),
        "Write @hourly, @daily, @weekly, @monthly or @yearly, or the five fields.");
  }

  private static Parsed rate(String text) {
    var mend = "Write rate(5 minutes), rate(1 hour) or rate(7 days).";
    var words = BLANKS.split(text, -1);
    if (words.length != 2) {
      return wrong("a rate takes a number and a unit, found \"%s\".".formatted(text), mend);
    }
    var unit = Optional.ofNullable(UNITS.get(upper(words[1])));
    if (unit.isEmpty()) {
      return wrong(
          "the unit of a rate must be minutes, hours or days, found \"%s\".".formatted(words[1]),
          mend);
    }
    var number = DIGITS.matcher(words[0]).matches() ? Long.parseLong(words[0]) : 0;
    var period = unit.get().multipliedBy(number);
    if (!Rate.isValid(period)) {
      return wrong(
          "the number of a rate must be whole, at least 1 and together at most %,d days, found"
                  .formatted(Rate.PERIOD_MAX.toDays())
              + " \"%s\".".formatted(text),
          mend);
    }
    return new Parsed.Right(new Rate(period));
  }

  private static Parsed at(String text) {
    var mend =
        "Write a local time without fractions, such as at(2026-12-01T09:00:00); the time zone"
            + " stands beside the expression.";
    Optional<LocalDateTime> local;
    try {
      local = Optional.of(LocalDateTime.parse(upper(text)));
    } catch (DateTimeException e) {
      local = Optional.empty(); // said below
    }
    if (local.filter(at -> at.equals(at.truncatedTo(ChronoUnit.SECONDS))).isEmpty()) {
      return wrong("an at takes a date and a time, found \"%s\".".formatted(text), mend);
    }
    var year = local.get().getYear();
    if (year < ScheduleExpression.FIRST_YEAR || year > ScheduleExpression.LAST_YEAR) {
      return wrong(
          "the year of an at must be %d to %d, found %d."
              .formatted(ScheduleExpression.FIRST_YEAR, ScheduleExpression.LAST_YEAR, year),
          mend);
    }
    return new Parsed.Right(new At(local.get()));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static Parsed wrong(String what, String mend) {
    return new Parsed.Wrong(List.of(new Mistake(what, mend)));
  }
}
