package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Assertions on a run. Each throws an `AssertionError` that says what was found and shows where
/// all tasks stand.
public final class RunAssert {
  private final DagRun run;
  private final JsonNode json;

  RunAssert(DagRun run) {
    this.run = run;
    this.json = run.json();
  }

  /// The run SUCCEEDED.
  public RunAssert succeeded() {
    return is(RunStatus.SUCCEEDED);
  }

  /// The run FAILED.
  public RunAssert failed() {
    return is(RunStatus.FAILED);
  }

  /// The run FAILED with this error: that of the task which made it fail, or of its own output.
  public RunAssert failedWith(String error) {
    failed();
    var found = json.path("error").path("name").asText();
    return require(found.equals(error), "it failed with %s, expected %s".formatted(found, error));
  }

  /// The run went over its timeout.
  public RunAssert timedOut() {
    return is(RunStatus.TIMED_OUT);
  }

  /// The run was cancelled, and what was in flight has reported.
  public RunAssert wasCancelled() {
    return is(RunStatus.CANCELLED);
  }

  /// The run goes on.
  public RunAssert isRunning() {
    return is(RunStatus.RUNNING);
  }

  private RunAssert is(RunStatus expected) {
    var found = json.path("status").textValue();
    return require(
        expected.name().equals(found), "it is %s, expected %s".formatted(found, expected));
  }

  /// The run's output.
  ///
  /// @param expected a `JsonNode`, or whatever Jackson makes JSON of
  public RunAssert output(@Nullable Object expected) {
    return require(
        Json.difference(Json.of(expected), json.path("output")).map(found -> "output: " + found));
  }

  /// From its start to its end, in the time of the test.
  public RunAssert took(Duration expected) {
    require(json.path("endedAt").isTextual(), "it has not ended");
    var found =
        Duration.between(
            Instant.parse(json.path("startedAt").textValue()),
            Instant.parse(json.path("endedAt").textValue()));
    return require(found.equals(expected), "it took %s, expected %s".formatted(found, expected));
  }

  /// A task of the run.
  ///
  /// @throws IllegalArgumentException when the DAG has no such task
  public TaskAssert task(String name) {
    return TaskAssert.of(run, name);
  }

  private RunAssert require(boolean holds, String otherwise) {
    return require(holds ? Optional.empty() : Optional.of(otherwise));
  }

  private RunAssert require(Optional<String> wrong) {
    if (wrong.isPresent()) {
      throw new AssertionError(RunReport.of(run, wrong.get()));
    }
    return this;
  }
}
