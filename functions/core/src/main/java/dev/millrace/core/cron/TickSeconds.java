package dev.millrace.core.cron;

/// The ticks of one expression as seconds since 1970-01-01T00:00Z, ascending, each once.
sealed interface TickSeconds permits CronSeconds, RateSeconds, AtSeconds {
  /// No such tick, going forward.
  long NONE_AFTER = Long.MAX_VALUE;

  /// No such tick, going back.
  long NONE_BEFORE = Long.MIN_VALUE;

  /// The first tick at a second or later; [#NONE_AFTER] when there is none.
  long atOrAfter(long second);

  /// The last tick at a second or earlier; [#NONE_BEFORE] when there is none.
  long atOrBefore(long second);
}
