package dev.millrace.core.cron;

import java.util.List;

/// When something is due: a cron expression of either dialect, a rate of real time, or one instant.
public sealed interface ScheduleExpression permits Cron, Rate, At {
  /// Most characters of an expression.
  int LENGTH_MAX = 1_000;

  /// The first year that has ticks, as in AWS's year field.
  int FIRST_YEAR = 1970;

  /// The last year that has ticks, as in AWS's year field.
  int LAST_YEAR = 2199;

  /// What became of a text.
  sealed interface Parsed {
    /// It says when.
    record Right(ScheduleExpression expression) implements Parsed {}

    /// It does not.
    ///
    /// @param mistakes all that were found, at least one
    record Wrong(List<Mistake> mistakes) implements Parsed {
      /// Copies the list.
      public Wrong {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /// Reads `0 6 * * MON-FRI`, `0 6 ? * MON-FRI *`, `cron(...)`, `@daily`, `rate(5 minutes)` or
  /// `at(2026-12-01T09:00:00)`. Upper and lower case are the same. An expression that no date can
  /// ever match is wrong.
  static Parsed parse(String text) {
    return ExpressionParser.parse(text);
  }

  /// The expression as people would say it: `at 06:00, Monday to Friday`.
  default String inWords() {
    return switch (this) {
      case Cron cron -> Description.of(cron);
      case Rate rate -> Description.every(rate.period());
      case At at ->
          "once, on %s at %s".formatted(at.local().toLocalDate(), at.local().toLocalTime());
    };
  }
}
