package dev.millrace.core.plan;

import static dev.millrace.core.plan.Verdict.END_SKIPPED;
import static dev.millrace.core.plan.Verdict.END_UPSTREAM_FAILED;
import static dev.millrace.core.plan.Verdict.START;
import static dev.millrace.core.plan.Verdict.WAIT;

import java.util.Locale;

/// The twelve trigger rules of the DAG language. A rule is decided as soon as its result cannot
/// change, whatever the open needs will do.
public enum TriggerRule {
  /// All needs succeeded.
  ALL_SUCCESS,
  /// All needs failed.
  ALL_FAILED,
  /// All needs ended.
  ALL_DONE,
  /// All needs ended, and one succeeded.
  ALL_DONE_MIN_ONE_SUCCESS,
  /// All needs were skipped.
  ALL_SKIPPED,
  /// One need failed, at once.
  ONE_FAILED,
  /// One need succeeded, at once.
  ONE_SUCCESS,
  /// One need succeeded or failed by itself, at once.
  ONE_DONE,
  /// All needs ended and none failed.
  NONE_FAILED,
  /// All needs ended, none failed, and one succeeded.
  NONE_FAILED_MIN_ONE_SUCCESS,
  /// All needs ended and none was skipped.
  NONE_SKIPPED,
  /// At once.
  ALWAYS;

  /// The word for this rule in a DAG document.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether a task with this rule is there to deal with a failure of its needs.
  public boolean asksForFailure() {
    return this == ONE_FAILED || this == ALL_FAILED;
  }

  /// What follows from the ends of the needs so far.
  public Verdict judge(NeedCounts needs) {
    return switch (this) {
      case ALL_SUCCESS -> {
        if (needs.anyFailed() > 0) {
          yield END_UPSTREAM_FAILED;
        }
        yield whenAllEnded(needs, needs.skipped() > 0 ? END_SKIPPED : START);
      }
      case ALL_FAILED ->
          needs.succeeded() + needs.skipped() > 0 ? END_SKIPPED : whenAllEnded(needs, START);
      case ALL_DONE -> whenAllEnded(needs, START);
      case ALL_DONE_MIN_ONE_SUCCESS ->
          whenAllEnded(needs, needs.succeeded() > 0 ? START : none(needs));
      case ALL_SKIPPED ->
          needs.succeeded() + needs.anyFailed() > 0 ? END_SKIPPED : whenAllEnded(needs, START);
      case ONE_FAILED -> needs.anyFailed() > 0 ? START : whenAllEnded(needs, END_SKIPPED);
      case ONE_SUCCESS -> needs.succeeded() > 0 ? START : whenAllEnded(needs, none(needs));
      case ONE_DONE ->
          needs.succeeded() + needs.failed() > 0 ? START : whenAllEnded(needs, END_SKIPPED);
      case NONE_FAILED -> needs.anyFailed() > 0 ? END_UPSTREAM_FAILED : whenAllEnded(needs, START);
      case NONE_FAILED_MIN_ONE_SUCCESS -> {
        if (needs.anyFailed() > 0) {
          yield END_UPSTREAM_FAILED;
        }
        yield whenAllEnded(needs, needs.succeeded() > 0 ? START : END_SKIPPED);
      }
      case NONE_SKIPPED -> needs.skipped() > 0 ? END_SKIPPED : whenAllEnded(needs, START);
      case ALWAYS -> START;
    };
  }

  /// How a rule ends that wanted a success and got none.
  private static Verdict none(NeedCounts needs) {
    return needs.anyFailed() > 0 ? END_UPSTREAM_FAILED : END_SKIPPED;
  }

  private static Verdict whenAllEnded(NeedCounts needs, Verdict verdict) {
    return needs.allEnded() ? verdict : WAIT;
  }
}
