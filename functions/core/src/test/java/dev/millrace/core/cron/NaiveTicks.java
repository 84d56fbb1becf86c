package dev.millrace.core.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The ticks of a cron expression, found by asking java.time for each local minute what instants it
/// stands for. Shares no code with what it checks.
record NaiveTicks(NaiveCron cron, ZoneId zone, Gap gap, Repeat repeat) {
  /// More than clocks ever jump.
  private static final Duration FAR = Duration.ofHours(26);

  /// @param to the first instant that does not count
  NavigableSet<Instant> between(Instant from, Instant to) {
    var ticks = new TreeSet<Instant>();
    var end = LocalDateTime.ofInstant(to.plus(FAR), zone);
    // Where offsets have seconds, local minutes are still whole ones.
    for (var day = LocalDateTime.ofInstant(from.minus(FAR), zone).toLocalDate().atStartOfDay();
        day.isBefore(end);
        day = day.plusDays(1)) {
      if (cron.matches(day.toLocalDate())) {
        addAll(day, ticks);
      }
    }
    return ticks.subSet(from, true, to, false);
  }

  private void addAll(LocalDateTime day, TreeSet<Instant> ticks) {
    for (var minute = 0; minute < 24 * 60; minute++) {
      var local = day.plusMinutes(minute);
      if (cron.matches(local.toLocalTime())) {
        add(local, ticks);
      }
    }
  }

  private void add(LocalDateTime local, TreeSet<Instant> ticks) {
    var offsets = zone.getRules().getValidOffsets(local);
    switch (offsets.size()) {
      case 1 -> ticks.add(local.toInstant(offsets.getFirst()));
      case 2 -> {
        var one = local.toInstant(offsets.getFirst());
        var other = local.toInstant(offsets.getLast());
        ticks.add(one.isBefore(other) ? one : other);
        if (repeat == Repeat.BOTH) {
          ticks.add(one);
          ticks.add(other);
        }
      }
      default -> {
        if (gap == Gap.SHIFT && exists(local.toLocalDate())) {
          ticks.add(ZonedDateTime.of(local, zone).toInstant());
        }
      }
    }
  }

  /// Whether any of its seconds does. Clocks jump by the minute or further.
  private boolean exists(LocalDate day) {
    for (var time = day.atStartOfDay();
        time.toLocalDate().equals(day);
        time = time.plusSeconds(30)) {
      if (!zone.getRules().getValidOffsets(time).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
