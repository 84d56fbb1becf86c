package dev.millrace.definition;

import dev.millrace.core.plan.Plan;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;

/// Durations as documents write them: `250ms`, `30s`, `5m`, `2h`, `7d`, or ISO 8601 (`PT1H30M`).
/// Task kinds read theirs here too, so that a duration looks the same everywhere.
public final class Durations {
  /// Longest duration: as long as a run may last.
  public static final Duration LONGEST = Plan.TIMEOUT_MAX;

  static final Wrong NO_TEXT =
      new Wrong("must be a duration", "Write a number with a unit: 250ms, 30s, 5m, 2h or 7d.");

  private static final Wrong NEGATIVE =
      new Wrong("must not be negative", "Write a positive duration such as 30s.");

  private static final Pattern SHORT_FORM = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern FRACTION = Pattern.compile("[0-9]*\\.[0-9]+ *(ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  /// Digits of the longest duration in milliseconds. As many days still fit a long.
  private static final int DIGITS_MAX = 11;

  private Durations() {}

  /// Whether a duration of zero will do.
  public enum Zero {
    /// As good as any other.
    ALLOWED,
    /// Makes no sense here.
    REFUSED
  }

  /// What became of a text.
  public sealed interface Read permits Exact, Wrong {}

  /// The duration, in whole milliseconds.
  public record Exact(Duration duration) implements Read {}

  /// Not a duration that can be used.
  ///
  /// @param rule what it should be, to follow the name of the value: `must be a duration`
  /// @param mend what to write
  public record Wrong(String rule, String mend) implements Read {}

  /// Reads a duration from 1 ms (or zero) to 366 days.
  public static Read read(String text, Zero zero) {
    var shortForm = SHORT_FORM.matcher(text);
    if (shortForm.matches()) {
      var digits = shortForm.group(1);
      if (digits.length() > DIGITS_MAX) {
        return tooLong();
      }
      var unit = UNITS.get(shortForm.group(2));
      var millis = Long.parseLong(digits) * (unit == null ? 0 : unit.toMillis());
      return bounded(Duration.ofMillis(millis), zero);
    }
    if (NUMBER.matcher(text).matches()) {
      return new Wrong(
          "must be a duration with a unit",
          "Write %ss for seconds; units are ms, s, m, h and d.".formatted(text));
    }
    if (text.startsWith("-")) {
      return NEGATIVE;
    }
    if (FRACTION.matcher(text).matches()) {
      return new Wrong("must be a whole number with a unit", "Use a smaller unit: 90s, not 1.5m.");
    }
    return iso(text, zero);
  }

  /// The short form of a duration: `90s`, `14m`, `7d`.
  public static String inWords(Duration duration) {
    for (var unit : new String[] {"d", "h", "m", "s"}) {
      var length = UNITS.getOrDefault(unit, Duration.ZERO).toMillis();
      if (duration.toMillis() % length == 0 && !duration.isZero()) {
        return duration.toMillis() / length + unit;
      }
    }
    return duration.toMillis() + "ms";
  }

  private static Read iso(String text, Zero zero) {
    if (!text.contains("P") && !text.contains("p")) {
      return NO_TEXT;
    }
    try {
      var duration = Duration.parse(text);
      return duration.isNegative() ? NEGATIVE : bounded(duration, zero);
    } catch (DateTimeParseException e) {
      return NO_TEXT;
    } catch (ArithmeticException e) {
      return tooLong(); // more seconds than a long holds
    }
  }

  private static Read bounded(Duration duration, Zero zero) {
    if (duration.compareTo(LONGEST) > 0) {
      return tooLong();
    }
    if (duration.toNanosPart() % 1_000_000 != 0) {
      return new Wrong("must be whole milliseconds", "Round it to milliseconds: 250ms.");
    }
    if (duration.isZero() && zero == Zero.REFUSED) {
      return new Wrong("must be longer than zero", "Write a duration such as 30s.");
    }
    return new Exact(duration);
  }

  private static Wrong tooLong() {
    return new Wrong(
        "must be at most " + inWords(LONGEST), "Write a shorter duration, or split the DAG.");
  }
}
