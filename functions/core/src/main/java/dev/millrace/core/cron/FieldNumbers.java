package dev.millrace.core.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Reads the numbers of one field: `*`, `5`, `MON`, `9-17`, `FRI-MON`, each perhaps with a step.
/// Ranges wrap from the greatest value to the least, but for years.
final class FieldNumbers {
  private static final Pattern ITEM =
      Pattern.compile("(\\*|[A-Z0-9]+)(?:-([A-Z0-9]+))?(?:/([A-Z0-9]+))?");

  /// Enough for a year; longer numbers are in no field.
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

  private final Field field;
  private final Dialect dialect;
  private final String text;
  private final List<Mistake> mistakes;

  /// What the least value of the field is called in this dialect: weekdays begin with 0 or 1.
  private final int least;

  /// What the greatest is called: Sunday is 7 too in Unix's dialect.
  private final int most;

  private final int count;

  /// @param text of the whole field, for messages
  /// @param mistakes where those that are found are put
  FieldNumbers(Field field, Dialect dialect, String text, List<Mistake> mistakes) {
    this.field = field;
    this.dialect = dialect;
    this.text = text;
    this.mistakes = mistakes;
    this.count = field.most() - field.least() + 1;
    var isAwsWeekday = field == Field.DAY_OF_WEEK && dialect == Dialect.AWS;
    this.least = field.least() + (isAwsWeekday ? 1 : 0);
    this.most = field.most() + (field == Field.DAY_OF_WEEK ? 1 : 0);
  }

  /// The items of the field, in capitals.
  List<String> items() {
    return List.of(text.toUpperCase(Locale.ROOT).split(",", -1));
  }

  /// The values of an item; weekdays count from Sunday, which is 0. Empty when it is wrong.
  List<Integer> read(String item) {
    var parts = ITEM.matcher(item);
    if (!parts.matches()) {
      wrong(item);
      return List.of();
    }
    if (parts.group(1).equals("*") && parts.group(2) != null) {
      wrong(item);
      return List.of();
    }
    var isOpen = parts.group(1).equals("*") || parts.group(3) != null;
    var step = parts.group(3) == null ? OptionalInt.of(1) : step(parts.group(3));
    var from = parts.group(1).equals("*") ? OptionalInt.of(least) : number(parts.group(1));
    var to = parts.group(2) != null ? number(parts.group(2)) : isOpen ? end(from) : from;
    if (step.isEmpty() || from.isEmpty() || to.isEmpty()) {
      return List.of();
    }
    return range(item, from.getAsInt(), to.getAsInt(), step.getAsInt());
  }

  /// Where `5/10` ends: at the greatest value, which of weekdays is Saturday, or Sunday itself.
  private OptionalInt end(OptionalInt from) {
    return OptionalInt.of(Math.max(from.orElse(least), least + count - 1));
  }

  private List<Integer> range(String item, int from, int to, int step) {
    if (to < from && field == Field.YEAR) {
      mistakes.add(
          new Mistake(
              "the %s must not go back, found \"%s\".".formatted(field.inWords(), item),
              "Write the earlier one first: %d-%d.".formatted(to, from)));
      return List.of();
    }
    var last = to < from ? to - from + count : to - from;
    return IntStream.iterate(0, past -> past <= last, past -> past + step)
        .map(past -> field.least() + Math.floorMod(from + past - least, count))
        .boxed()
        .toList();
  }

  /// The number of one value, as the dialect counts. Notes a mistake when it is none.
  OptionalInt number(String value) {
    var named = field.names().indexOf(value);
    if (named >= 0) {
      return OptionalInt.of(least + named);
    }
    if (NUMBER.matcher(value).matches()) {
      var number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
    }
    wrong(value);
    return OptionalInt.empty();
  }

  private OptionalInt step(String value) {
    var longest = field == Field.YEAR ? count - 1 : Math.max(most, count - 1);
    if (NUMBER.matcher(value).matches()) {
      var step = Integer.parseInt(value);
      if (step >= 1 && step <= longest) {
        return OptionalInt.of(step);
      }
    }
    mistakes.add(
        new Mistake(
            "the step of the %s must be 1 to %d, found \"%s\"."
                .formatted(field.inWords(), longest, value),
            rate(value).orElse("Write a step behind a slash, such as */2.")));
    return OptionalInt.empty();
  }

  /// Who writes */90 means every 90 minutes, which a cron cannot say.
  private Optional<String> rate(String step) {
    if (!NUMBER.matcher(step).matches() || step.matches("0+")) {
      return Optional.empty();
    }
    return switch (field) {
      case MINUTE ->
          Optional.of("For every %s minutes write rate(%s minutes).".formatted(step, step));
      case HOUR -> Optional.of("For every %s hours write rate(%s hours).".formatted(step, step));
      case DAY_OF_MONTH, DAY_OF_WEEK ->
          Optional.of("For every %s days write rate(%s days).".formatted(step, step));
      case MONTH, YEAR -> Optional.empty();
    };
  }

  /// Notes that a value is none of this field.
  void wrong(String value) {
    var within = value.equalsIgnoreCase(text) ? "" : " in \"" + text + "\"";
    mistakes.add(
        new Mistake(
            "the %s must be %s, found \"%s\"%s."
                .formatted(field.inWords(), allowed(), value, within),
            mend(value)));
  }

  private String mend(String value) {
    if (value.isEmpty()) {
      return "Write a value between the commas, or take a comma out.";
    }
    return field.names().stream()
        .filter(value::startsWith)
        .findFirst()
        .map("Did you mean %s?"::formatted)
        .orElseGet(() -> "Write %s.".formatted(field.examples()));
  }

  private String allowed() {
    return switch (field) {
      case MINUTE, HOUR, YEAR -> "%d to %d".formatted(least, most);
      case MONTH -> "1 to 12 or JAN to DEC";
      case DAY_OF_MONTH -> "1 to 31, L, LW, L-1 to L-30 or 1W to 31W";
      case DAY_OF_WEEK ->
          "%s or SUN to SAT, perhaps with L or #1 to #5 behind it"
              .formatted(
                  switch (dialect) {
                    case UNIX -> "0 to 7 (Sunday is 0 and 7)";
                    case AWS -> "1 to 7 (Sunday is 1)";
                  });
    };
  }

  /// The values of all items of a field that has nothing but numbers; empty when some are wrong.
  Optional<Values> values() {
    var before = mistakes.size();
    var numbers = new ArrayList<Integer>();
    items().forEach(item -> numbers.addAll(read(item)));
    return mistakes.size() == before ? Optional.of(Values.of(field, numbers)) : Optional.empty();
  }
}
