package dev.millrace.handlers.metric;

/// What is measured. The names are those in CloudWatch.
public enum Metric {
  /// Runs that came into being.
  RUNS_STARTED("RunsStarted", "Count"),
  /// Runs that ended SUCCEEDED.
  RUNS_SUCCEEDED("RunsSucceeded", "Count"),
  /// Runs that ended FAILED.
  RUNS_FAILED("RunsFailed", "Count"),
  /// Runs that ended TIMED_OUT.
  RUNS_TIMED_OUT("RunsTimedOut", "Count"),
  /// Runs that ended CANCELLED.
  RUNS_CANCELLED("RunsCancelled", "Count"),
  /// Attempts with an outcome.
  ATTEMPTS("Attempts", "Count"),
  /// Those of them that failed.
  ATTEMPTS_FAILED("AttemptsFailed", "Count"),
  /// Writes of RUN that came too late: another worker was quicker. Many mean wasted writes.
  ADVANCE_CONFLICTS("AdvanceConflicts", "Count"),
  /// From an outcome's message being sent to its being applied.
  OUTCOME_TO_ADVANCE("OutcomeToAdvance", "Milliseconds"),
  /// From the write that made an attempt ready to its action's start.
  ADVANCE_TO_START("AdvanceToStart", "Milliseconds"),
  /// Messages that reconcile found in the dead-letter queues.
  DEAD_LETTERS("DeadLetters", "Count");

  private final String label;
  private final String unit;

  Metric(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  String label() {
    return label;
  }

  String unit() {
    return unit;
  }
}
