package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.core.plan.Plan;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.text.InstantText;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;

/// Which starts a query asks for, as bounds of the lists' sort key `start#run`.
///
/// @param lowest the lowest key, inclusive; an instant alone is below all keys of that instant
/// @param below all keys must be below this one
record StartRange(String lowest, String below) {
  /// Clocks of those who start runs may be ahead.
  private static final Duration AHEAD = Duration.ofDays(1);

  private static final char OF_CURSOR = '_';
  private static final char OF_KEY = '#';

  /// @throws IllegalArgumentException when the cursor is none that a page gave
  static StartRange of(RunQuery query, Instant now, Duration history) {
    // An older run has expired, whatever its timeout was.
    var oldest = now.minus(history).minus(Plan.TIMEOUT_MAX);
    var from = query.from().filter(oldest::isBefore).orElse(oldest);
    var below = InstantText.of(query.to().orElse(now.plus(AHEAD)));
    var cursor = query.cursor().map(StartRange::parse).orElse(below);
    return new StartRange(InstantText.of(from), cursor.compareTo(below) < 0 ? cursor : below);
  }

  boolean isEmpty() {
    return lowest.compareTo(below) >= 0;
  }

  YearMonth firstMonth() {
    return monthOf(lowest);
  }

  YearMonth lastMonth() {
    return monthOf(below);
  }

  private static YearMonth monthOf(String key) {
    return YearMonth.parse(key.substring(0, "2026-11".length()));
  }

  /// Where a page ended.
  static String cursorAfter(RunRecord last) {
    return InstantText.of(last.state().startedAt()) + OF_CURSOR + last.run();
  }

  private static String parse(String cursor) {
    var mark = cursor.indexOf(OF_CURSOR);
    if (mark < 0 || !RunId.isValid(cursor.substring(mark + 1))) {
      throw new IllegalArgumentException("not the cursor of a page: " + cursor);
    }
    var start = InstantText.of(InstantText.parse(cursor.substring(0, mark)));
    return start + OF_KEY + cursor.substring(mark + 1);
  }
}
