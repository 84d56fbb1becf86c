package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.CancelRun;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One run of a tested DAG. It goes on only when it is told to: to its end, until a task stands
/// somewhere, or for a time. Assert with [DagAssertions#assertThat].
public final class DagRun {
  private final DagTest test;
  private final VirtualHost host;
  private final RunId run;

  DagRun(DagTest test, VirtualHost host, RunId run) {
    this.test = test;
    this.host = host;
    this.run = run;
  }

  // ---- going on ----

  /// Goes on to the end of the run. Where it waits, time is skipped: for a callback that nobody
  /// answers, until the timeout of its task or of the run.
  ///
  /// @throws NoScriptException when an action starts that reaches outside and is not scripted
  public DagRun run() {
    goOnUntil(() -> record().state().isSettled(), () -> "it has not ended");
    return this;
  }

  /// Goes on until a task stands somewhere.
  ///
  /// @throws AssertionError when the run ends without that, or nothing more can happen
  /// @throws NoScriptException when an action starts that reaches outside and is not scripted
  public DagRun runUntil(String task, TaskStatus status) {
    test.taskNamed(task);
    return goOn(() -> statusOf(task), "task \"" + task + "\"", status);
  }

  /// Goes on until an instance of a mapped task stands somewhere.
  ///
  /// @param index of the element, from 0
  /// @throws AssertionError when the run ends without that, or nothing more can happen
  /// @throws NoScriptException when an action starts that reaches outside and is not scripted
  public DagRun runUntil(String task, int index, TaskStatus status) {
    test.taskNamed(task);
    return goOn(
        () -> statusOf(taskJson(task).path("instances").path(index)),
        "task \"" + task + "[" + index + "]\"",
        status);
  }

  private DagRun goOn(Supplier<Optional<TaskStatus>> stands, String who, TaskStatus status) {
    goOnUntil(
        () -> stands.get().equals(Optional.of(status)),
        () ->
            "%s never was %s; it is %s"
                .formatted(
                    who, status, stands.get().map(TaskStatus::name).orElse("not there yet")));
    return this;
  }

  private void goOnUntil(Supplier<Boolean> isThere, Supplier<String> otherwise) {
    while (!isThere.get()) {
      if (record().state().isSettled() || !host.step(Instant.MAX)) {
        throw new AssertionError(RunReport.of(this, otherwise.get()));
      }
    }
  }

  /// Lets time pass, and all happen that is due meanwhile; also once the run has ended.
  ///
  /// @throws IllegalArgumentException when it is negative
  /// @throws NoScriptException when an action starts that reaches outside and is not scripted
  public DagRun advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + duration);
    }
    host.goOnUntil(host.now().plus(duration));
    return this;
  }

  /// Cancels the run, as `millrace cancel` does: it ends when what is in flight has reported.
  ///
  /// @throws IllegalStateException when it has ended
  public DagRun cancel() {
    switch (host.engine().cancelRun().cancel(run, host.call())) {
      case CancelRun.Cancelling.Stopped _ -> {
        // It ends as it goes on.
      }
      case CancelRun.Cancelling.HadEnded(var record) ->
          throw new IllegalStateException(
              run + " has ended " + record.state().status() + " and cannot be cancelled");
      case CancelRun.Cancelling.Unknown _ -> throw gone();
    }
    host.watch().verify();
    return this;
  }

  /// Redrives the run, as `millrace retry` does: what failed or was cancelled is done again, with
  /// all that comes after it. It then goes on when it is told to.
  ///
  /// @throws IllegalStateException when it has not ended, or there is nothing to do again
  public DagRun retry() {
    return retry(new Redrive.Selection.Failed());
  }

  /// Redrives the run from these tasks, whatever their end.
  ///
  /// @throws IllegalArgumentException when the DAG has no such task
  /// @throws IllegalStateException when the run has not ended
  public DagRun retryFrom(String... tasks) {
    var names =
        Stream.of(tasks).map(task -> test.taskNamed(task).name()).collect(Collectors.toSet());
    return retry(new Redrive.Selection.Named(names));
  }

  private DagRun retry(Redrive.Selection from) {
    host.watch().willReopen(run, from);
    var request = new RetryRun.Request(run, from, Optional.empty(), RetryRun.Version.SAME);
    switch (host.engine().retryRun().retry(request, host.call())) {
      case RetryRun.Retry.Reopened _ -> {
        // It goes on when it is told to.
      }
      case RetryRun.Retry.StillOpen(var record) ->
          throw new IllegalStateException(
              "%s is %s: only a run that has ended can be retried"
                  .formatted(run, record.state().status()));
      case RetryRun.Retry.NothingToDo(var record) ->
          throw new IllegalStateException(
              "%s ended %s and no task of it failed: say with retryFrom(...) what to do again"
                  .formatted(run, record.state().status()));
      case RetryRun.Retry.Unknown _, RetryRun.Retry.WrongInput _ -> throw gone();
    }
    host.watch().verify();
    return this;
  }

  private IllegalStateException gone() {
    return new IllegalStateException("nobody removes " + run);
  }

  /// The callback of a task's present attempt, to be answered as somebody outside would.
  ///
  /// @throws IllegalStateException when the task has no callback now
  public Callback callback(String task) {
    return Callback.of(host, record(), test.taskNamed(task).name(), Work.of(indexOf(task)), task);
  }

  /// The callback of an instance's present attempt.
  ///
  /// @param index of the element, from 0
  /// @throws IllegalStateException when the instance has no callback now
  public Callback callback(String task, int index) {
    return Callback.of(
        host,
        record(),
        test.taskNamed(task).name(),
        Work.of(indexOf(task), index),
        task + "[" + index + "]");
  }

  private int indexOf(String task) {
    return test.definition().plan().indexOf(test.taskNamed(task).name()).orElseThrow();
  }

  // ---- looking ----

  /// The present time of the test.
  public Instant now() {
    return host.now();
  }

  /// The run's id.
  public String id() {
    return run.text();
  }

  /// Where the run stands.
  public RunStatus status() {
    return record().state().status();
  }

  /// The run as `millrace run --json` and the HTTP API show it.
  public JsonNode json() {
    return host.engine()
        .readRun()
        .show(run, ReadRun.Tasks.ALL)
        .map(Json::of)
        .orElseThrow(this::gone);
  }

  /// The run's output; JSON null unless it succeeded.
  public JsonNode output() {
    return json().path("output");
  }

  /// A task's output, whole; JSON null unless it succeeded.
  ///
  /// @throws IllegalArgumentException when the DAG has no such task
  public JsonNode output(String task) {
    return Json.of(taskJson(task).path("output"));
  }

  /// The actions of a task that have started, in their order; of a mapped one those of all
  /// instances.
  ///
  /// @throws IllegalArgumentException when the DAG has no such task
  public List<TaskCall> calls(String task) {
    test.taskNamed(task);
    return history().calls().stream().filter(call -> call.task().equals(task)).toList();
  }

  /// The actions that have started, in their order.
  public List<TaskCall> calls() {
    return history().calls();
  }

  // ---- for assertions ----

  VirtualHost host() {
    return host;
  }

  ObjectNode taskJson(String task) {
    return host.engine().readRun().task(run, test.taskNamed(task).name()).orElseThrow(this::gone);
  }

  private Optional<TaskStatus> statusOf(String task) {
    // Where the task alone is asked for, nothing of its outputs is read.
    var record = record();
    var readRun = host.engine().readRun();
    return Optional.of(
        TaskStatus.valueOf(readRun.statuses(record, readRun.taken(record)).get(indexOf(task))));
  }

  private static Optional<TaskStatus> statusOf(JsonNode json) {
    return Optional.ofNullable(json.path("status").textValue()).map(TaskStatus::valueOf);
  }

  boolean isMapped(String task) {
    return test.taskNamed(task).map().isPresent();
  }

  RunHistory history() {
    return host.watch().history(run);
  }

  TaskName nameOf(String task) {
    return test.taskNamed(task).name();
  }

  private RunRecord record() {
    return host.runOf(run).orElseThrow(this::gone);
  }

  @Override
  public String toString() {
    return run + " " + status();
  }
}
