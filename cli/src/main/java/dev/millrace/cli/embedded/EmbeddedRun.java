package dev.millrace.cli.embedded;

import dev.millrace.cli.progress.Progress;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.local.LocalHost;
import dev.millrace.local.changes.RunWatch.News;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// One run on a host of this process, followed to its end.
public final class EmbeddedRun {
  /// Changes that come within this are shown together.
  private static final Duration GAP = Duration.ofMillis(20);

  /// Without changes the clock on display moves on so often.
  private static final Duration TICK = Duration.ofMillis(100);

  private final LocalHost host;
  private final Plan plan;
  private final RunRecord started;
  private final long startedNanos = System.nanoTime();
  private final Set<String> announced = new HashSet<>();

  private EmbeddedRun(LocalHost host, Plan plan, RunRecord started) {
    this.host = host;
    this.plan = plan;
    this.started = started;
  }

  /// Stores the DAG, starts the run, and lets the host begin to work.
  ///
  /// @throws IllegalStateException when the host refuses what was found right before
  public static EmbeddedRun start(LocalHost host, Prepared.Ready ready) {
    host.start();
    var dag = ready.definition().plan().dag();
    var version =
        switch (host.engine().putDag().put(Optional.of(dag), ready.file(), ready.text())) {
          case PutDag.Putting.Added(_, var added) -> added;
          case PutDag.Putting.Unchanged(_, var standing) -> standing;
          case PutDag.Putting.Refused(var problems) ->
              throw new IllegalStateException("a right document was refused: " + problems);
        };
    var request =
        new StartRun.Request(dag, Optional.empty(), ready.input(), OptionalInt.of(version));
    return switch (host.engine().startRun().start(request, host.invocation())) {
      case StartRun.Start.Started(var record) ->
          new EmbeddedRun(host, ready.definition().plan(), record);
      case StartRun.Start.Again _,
          StartRun.Start.OtherInput _,
          StartRun.Start.UnknownDag _,
          StartRun.Start.WrongInput _ ->
          throw new IllegalStateException("a new run of " + dag + " could not be started");
    };
  }

  /// The run's id.
  public RunId id() {
    return started.run();
  }

  /// Cancels the run, from any thread. What is at work may still end.
  public void cancel() {
    var _ = host.engine().cancelRun().cancel(id(), host.invocation());
  }

  /// Waits for the run's end and shows meanwhile how it goes on.
  public void follow(Progress progress) throws InterruptedException {
    try (var watch = host.watch(id())) {
      // Read after the watch began, so that no change between is missed.
      var record = host.runs().load(id()).orElse(started);
      while (true) {
        progress.show(record, Duration.ofNanos(System.nanoTime() - startedNanos));
        announceCallbacks(record, progress);
        if (record.state().status().hasEnded()) {
          return;
        }
        switch (watch.await(GAP, TICK)) {
          case News.Changed(var latest, _) -> record = latest.orElse(record);
          case News.Nothing _ -> {
            // Only the clock moved on.
          }
          case News.Removed _, News.Closing _ ->
              throw new IllegalStateException("run " + id() + " is gone");
        }
      }
    }
  }

  /// What a task failed with last, to be shown.
  public Optional<String> errorOf(TaskName task) {
    return host.runs()
        .task(id(), task, OptionalInt.empty())
        .flatMap(
            record ->
                record.content() instanceof Content.Failed(var error, var cause, _)
                    ? Optional.of(error + ": " + cause)
                    : Optional.empty());
  }

  /// Says where the outcome of an attempt that waits for a callback can be posted.
  private void announceCallbacks(RunRecord record, Progress progress) {
    if (host.baseUrl().isEmpty()) {
      return;
    }
    for (var task = 0; task < plan.size(); task++) {
      if (record.state().tasks().state(task) != TaskState.PARKED) {
        continue;
      }
      var name = plan.task(task).name();
      if (announced.add(name + " " + record.state().attemptsOf(Work.of(task)))) {
        host.engine()
            .readRun()
            .task(id(), name)
            .map(shown -> shown.path("callbackUrl"))
            .filter(url -> url.isTextual())
            .ifPresent(url -> progress.say(name + " waits for a POST to " + url.textValue()));
      }
    }
  }
}
