package dev.millrace.core.cron;

import dev.millrace.core.cron.ScheduleExpression.Parsed;
import java.util.List;

/// Reads expressions for tests that know whether they are right.
final class Expressions {
  private Expressions() {}

  static ScheduleExpression right(String text) {
    return switch (ScheduleExpression.parse(text)) {
      case Parsed.Right(var expression) -> expression;
      case Parsed.Wrong(var mistakes) -> throw new AssertionError(text + ": " + mistakes);
    };
  }

  static List<Mistake> mistakes(String text) {
    return switch (ScheduleExpression.parse(text)) {
      case Parsed.Right(var expression) -> throw new AssertionError(text + ": " + expression);
      case Parsed.Wrong(var mistakes) -> mistakes;
    };
  }
}
