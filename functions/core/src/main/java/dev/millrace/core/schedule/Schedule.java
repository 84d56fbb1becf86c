package dev.millrace.core.schedule;

import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Ticks;
import dev.millrace.core.cron.Timing;
import java.time.Duration;
import java.util.Optional;

/// One schedule of a DAG.
///
/// @param name there when the DAG has several
/// @param expression when it is due
/// @param timing where the expression counts, and from when to when
/// @param jitter runs start up to so much later than their tick, at most [#JITTER_MAX]
/// @param activity whether its ticks make runs from the first deployment on
public record Schedule(
    Optional<ScheduleName> name,
    ScheduleExpression expression,
    Timing timing,
    Catchup catchup,
    Overlap overlap,
    Duration jitter,
    Activity activity) {
  /// Longest jitter, as long as EventBridge Scheduler's flexible window.
  public static final Duration JITTER_MAX = Duration.ofDays(1);

  /// Whether ticks make runs.
  public enum Activity {
    /// They do.
    ACTIVE,
    /// They do not until somebody resumes the schedule.
    PAUSED
  }

  /// @throws IllegalArgumentException when the jitter is out of its range
  public Schedule {
    if (jitter.isNegative() || jitter.compareTo(JITTER_MAX) > 0) {
      throw new IllegalArgumentException("jitter out of range: " + jitter);
    }
  }

  /// Its ticks. Not cheap: made once and asked often.
  public Ticks ticks() {
    return Ticks.of(expression, timing);
  }
}
