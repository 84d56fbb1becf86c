package dev.millrace.core;

import java.util.regex.Pattern;

/// The dotted name of what made an attempt or a task fail, such as `Http.503`. The names that
/// Millrace itself gives are the constants here and those that task kinds list.
public record ErrorName(String text) implements Comparable<ErrorName> {
  /// Longest name that is kept; names made from others' answers are cut to it.
  public static final int LENGTH_MAX = 200;

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  /// An attempt took longer than its `timeout`.
  public static final ErrorName TIMEOUT = new ErrorName("Timeout");

  /// A parked attempt gave no sign of life for its `heartbeat`.
  public static final ErrorName HEARTBEAT_TIMEOUT = new ErrorName("HeartbeatTimeout");

  /// The worker ended without recording an outcome; the action may have had its effect.
  public static final ErrorName WORKER_LOST = new ErrorName("WorkerLost");

  /// The assignment could not be delivered to any worker; the action did not start.
  public static final ErrorName UNDELIVERABLE = new ErrorName("Undeliverable");

  /// The run was stopped before or while the action ran. Only the engine may say so.
  public static final ErrorName CANCELLED = new ErrorName("Cancelled");

  /// What others called `Cancelled`: an action or a callback cannot stop the run by its error.
  public static final ErrorName TASK_CANCELLED = new ErrorName("Task.Cancelled");

  /// An expression failed while it was evaluated.
  public static final ErrorName EXPRESSION_FAILED = new ErrorName("Expression.Failed");

  /// `when` gave something else than true or false.
  public static final ErrorName EXPRESSION_NOT_BOOLEAN = new ErrorName("Expression.NotBoolean");

  /// An expression went over its budget of steps, depth or size.
  public static final ErrorName EXPRESSION_TOO_COSTLY = new ErrorName("Expression.TooCostly");

  /// An output is larger than a payload may be.
  public static final ErrorName PAYLOAD_TOO_LARGE = new ErrorName("Payload.TooLarge");

  /// `map.over` gave null.
  public static final ErrorName MAP_NOT_AN_ARRAY = new ErrorName("Map.NotAnArray");

  /// `map.over` gave more items than a map may have.
  public static final ErrorName MAP_TOO_MANY_ITEMS = new ErrorName("Map.TooManyItems");

  /// More instances failed than the map tolerates.
  public static final ErrorName MAP_TOO_MANY_FAILURES = new ErrorName("Map.TooManyFailures");

  /// A run that a task started has failed.
  public static final ErrorName CHILD_FAILED = new ErrorName("Child.Failed");

  /// A run that a task started took longer than its DAG allows.
  public static final ErrorName CHILD_TIMED_OUT = new ErrorName("Child.TimedOut");

  /// A run that a task started was cancelled by somebody else.
  public static final ErrorName CHILD_CANCELLED = new ErrorName("Child.Cancelled");

  /// A run cannot be started by a task: no such DAG, a wrong input, nested too deep.
  public static final ErrorName CHILD_REFUSED = new ErrorName("Child.Refused");

  /// The arguments of an action, once evaluated, were not what its kind takes.
  public static final ErrorName ARGUMENTS_INVALID = new ErrorName("Arguments.Invalid");

  /// The code of the task kind threw: a fault of Millrace or of the kind, not of the DAG.
  public static final ErrorName ACTION_CRASHED = new ErrorName("Action.Crashed");

  /// @throws IllegalArgumentException when the text is not a dotted name
  public ErrorName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not the name of an error: " + text);
    }
  }

  /// Whether a text can be the name of an error.
  public static boolean isValid(String text) {
    return text.length() <= LENGTH_MAX && SHAPE.matcher(text).matches();
  }

  /// This name as one that comes from an action or a callback.
  public ErrorName fromOutside() {
    return equals(CANCELLED) ? TASK_CANCELLED : this;
  }

  @Override
  public int compareTo(ErrorName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
