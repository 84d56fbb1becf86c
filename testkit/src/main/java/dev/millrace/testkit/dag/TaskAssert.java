package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Assertions on a task of a run, or on an instance of a mapped one. Each throws an
/// `AssertionError` that says what was found and shows where all tasks stand.
public final class TaskAssert {
  private final DagRun run;
  private final String task;
  private final OptionalInt index;
  private final JsonNode json;

  private TaskAssert(DagRun run, String task, OptionalInt index, JsonNode json) {
    this.run = run;
    this.task = task;
    this.index = index;
    this.json = json;
  }

  static TaskAssert of(DagRun run, String task) {
    return new TaskAssert(run, task, OptionalInt.empty(), Json.of(run.taskJson(task)));
  }

  // ---- on to others ----

  /// Another task of the same run.
  ///
  /// @throws IllegalArgumentException when the DAG has no such task
  public TaskAssert task(String name) {
    return of(run, name);
  }

  /// An instance of the mapped task.
  ///
  /// @param at the index of its element, from 0
  public TaskAssert instance(int at) {
    var instances = Json.of(run.taskJson(task)).path("instances");
    if (!instances.has(at)) {
      throw wrong(
          "has no instance %d, it has %s"
              .formatted(at, instances.isArray() ? instances.size() : "no map or did not start"));
    }
    return new TaskAssert(run, task, OptionalInt.of(at), instances.path(at));
  }

  // ---- where it stands ----

  /// It SUCCEEDED.
  public TaskAssert succeeded() {
    return is(TaskStatus.SUCCEEDED);
  }

  /// It FAILED; timed out too.
  public TaskAssert failed() {
    return is(TaskStatus.FAILED);
  }

  /// It FAILED with this error.
  public TaskAssert failedWith(String error) {
    failed();
    var found = json.path("error").path("name").asText();
    return require(found.equals(error), "failed with %s, expected %s".formatted(found, error));
  }

  /// It FAILED with this error, and its cause holds this text.
  public TaskAssert failedWith(String error, String inCause) {
    failedWith(error);
    var cause = json.path("error").path("cause").asText();
    return require(
        cause.contains(inCause),
        "failed because \"%s\", expected \"%s\"".formatted(cause, inCause));
  }

  /// It was SKIPPED: its rule or its `when` said so.
  public TaskAssert wasSkipped() {
    return is(TaskStatus.SKIPPED);
  }

  /// It is UPSTREAM_FAILED: it did not start because something before it failed.
  public TaskAssert hasUpstreamFailed() {
    return is(TaskStatus.UPSTREAM_FAILED);
  }

  /// It was CANCELLED.
  public TaskAssert wasCancelled() {
    return is(TaskStatus.CANCELLED);
  }

  /// It stands there.
  public TaskAssert is(TaskStatus expected) {
    var found = json.path("status").asText();
    return require(found.equals(expected.name()), "is %s, expected %s".formatted(found, expected));
  }

  // ---- what it did ----

  /// How many attempts it has had, redrives included.
  public TaskAssert attempts(int expected) {
    var found = json.path("attempts").intValue();
    return require(
        found == expected, "has had %d attempts, expected %d".formatted(found, expected));
  }

  /// How many instances the mapped task has.
  public TaskAssert instances(int expected) {
    var found = json.path("instances").size();
    return require(found == expected, "has %d instances, expected %d".formatted(found, expected));
  }

  /// No action of it has started.
  public TaskAssert neverStarted() {
    return require(calls().isEmpty(), "has started %d times".formatted(calls().size()));
  }

  /// Its output.
  ///
  /// @param expected a `JsonNode`, or whatever Jackson makes JSON of
  public TaskAssert output(@Nullable Object expected) {
    var found =
        index.isPresent()
            ? Json.of(run.taskJson(task)).path("output").path(index.getAsInt())
            : json.path("output");
    return require(Json.difference(Json.of(expected), found).map(what -> "output: " + what));
  }

  /// The arguments that its last attempt received, whole.
  ///
  /// @param expected a `JsonNode`, or whatever Jackson makes JSON of
  public TaskAssert received(@Nullable Object expected) {
    return require(
        Json.difference(Json.of(expected), lastCall().arguments())
            .map(what -> "arguments: " + what));
  }

  /// One of the arguments that its last attempt received. For others see [DagRun#calls].
  ///
  /// @param pointer a JSON pointer, such as `/json/order`
  /// @param expected a `JsonNode`, or whatever Jackson makes JSON of
  public TaskAssert received(String pointer, @Nullable Object expected) {
    var found = lastCall().argument(pointer);
    return require(
        found.isMissingNode()
            ? Optional.of("received no %s in %s".formatted(pointer, lastCall().arguments()))
            : Json.difference(Json.of(expected), found)
                .map(what -> "argument " + pointer + ": " + what));
  }

  private TaskCall lastCall() {
    var calls = calls();
    if (calls.isEmpty()) {
      throw wrong("has received nothing: it never started");
    }
    return calls.getLast();
  }

  private List<TaskCall> calls() {
    return run.calls(task).stream()
        .filter(call -> index.isEmpty() || call.index().equals(index))
        .toList();
  }

  /// Its first action started after the last outcome of another task was recorded. Says more than
  /// times do: much happens in the same instant.
  ///
  /// @throws IllegalArgumentException when the DAG has no such task
  public TaskAssert ranAfter(String other) {
    var end = run.history().endOf(run.nameOf(other));
    var start = run.history().startOf(run.nameOf(task));
    if (start.isEmpty()) {
      throw wrong("never started, so it did not run after \"%s\"".formatted(other));
    }
    if (end.isEmpty()) {
      throw wrong("did not run after \"%s\", which never started".formatted(other));
    }
    return require(
        end.getAsLong() < start.getAsLong(), "started before \"%s\" had ended".formatted(other));
  }

  private TaskAssert require(boolean holds, String otherwise) {
    return require(holds ? Optional.empty() : Optional.of(otherwise));
  }

  private TaskAssert require(Optional<String> otherwise) {
    if (otherwise.isPresent()) {
      throw wrong(otherwise.get());
    }
    return this;
  }

  private AssertionError wrong(String what) {
    var label = index.isPresent() ? task + "[" + index.getAsInt() + "]" : task;
    return new AssertionError(RunReport.of(run, "task \"%s\" %s".formatted(label, what)));
  }
}
