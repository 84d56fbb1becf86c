package dev.millrace.core.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Makes up right expressions of both dialects with all that fields may hold. Some match often,
/// some hardly ever, some never.
final class RandomCron {
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  private final Random random;
  private final boolean aws;

  private RandomCron(Random random) {
    this.random = random;
    this.aws = random.nextBoolean();
  }

  /// An expression that may match at any time of day.
  static String any(Random random) {
    var made = new RandomCron(random);
    return made.with(
        made.chance(3) ? "*" : made.list(0, 59), made.chance(3) ? "*" : made.list(0, 23));
  }

  /// An expression that matches once on each of its days.
  static String daily(Random random) {
    var made = new RandomCron(random);
    return made.with("" + random.nextInt(60), "" + random.nextInt(24));
  }

  private String with(String minute, String hour) {
    var date = chance(2) ? "*" : dates();
    var weekday = chance(2) ? "*" : weekdays();
    if (aws) {
      if (random.nextBoolean()) {
        date = "?";
      } else {
        weekday = "?";
      }
    }
    var fields = new ArrayList<>(List.of(minute, hour, date, months(), weekday));
    if (aws) {
      fields.add(chance(2) ? "*" : years());
    }
    return String.join(" ", fields);
  }

  private String months() {
    return chance(2)
        ? "*"
        : chance(2) ? list(1, 12) : range(MONTHS.get(pick(0, 11)), MONTHS.get(pick(0, 11)));
  }

  private String years() {
    var from = pick(1970, 2150);
    return switch (random.nextInt(3)) {
      case 0 -> "" + from;
      case 1 -> from + "-" + (from + pick(0, 49));
      default -> from + "/" + pick(1, 9);
    };
  }

  private String dates() {
    return several(
        () ->
            switch (random.nextInt(7)) {
              case 0 -> "L";
              case 1 -> "LW";
              case 2 -> "L-" + pick(1, 30);
              case 3 -> pick(1, 31) + "W";
              default -> item(1, 31);
            });
  }

  private String weekdays() {
    var least = aws ? 1 : 0;
    return several(
        () ->
            switch (random.nextInt(6)) {
              case 0 -> WEEKDAYS.get(pick(0, 6)) + "#" + pick(1, 5);
              case 1 -> pick(least, 7) + "L";
              case 2 -> range(WEEKDAYS.get(pick(0, 6)), WEEKDAYS.get(pick(0, 6)));
              case 3 -> pick(least, 7) + "#" + pick(1, 5);
              default -> item(least, 7);
            });
  }

  private String list(int least, int most) {
    return several(() -> item(least, most));
  }

  private String item(int least, int most) {
    return switch (random.nextInt(5)) {
      case 0 -> range("" + pick(least, most), "" + pick(least, most));
      case 1 -> range("" + pick(least, most), "" + pick(least, most)) + "/" + pick(1, 5);
      case 2 -> pick(least, most) + "/" + pick(1, most - least);
      case 3 -> "*/" + pick(1, most - least);
      default -> "" + pick(least, most);
    };
  }

  private String range(String from, String to) {
    return from + "-" + to;
  }

  private String several(Supplier<String> item) {
    var items = new ArrayList<String>();
    do {
      items.add(item.get());
    } while (chance(3));
    return String.join(",", items);
  }

  private int pick(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
