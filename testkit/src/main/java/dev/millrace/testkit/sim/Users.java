package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Redrive.Selection;
import dev.millrace.engine.CancelRun.Cancelling;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.RetryRun.Retry;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.StartRun.Start;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.testkit.sim.Cells.Stimulus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// People who use the engine: start runs, cancel them, have them done again. Whoever gets no
/// answer asks again: always for a start, mostly for the rest.
final class Users {
  private static final DagName DAG = new DagName("sim");
  private static final Duration TIME = Duration.ofSeconds(30);

  private final World world;
  private final Dice dice;
  private final Map<RunId, Integer> redrivesLeft = new HashMap<>();
  private final Map<RunId, Boolean> ended = new HashMap<>();
  private final int runs;
  private final JsonNode input;
  private int open;

  Users(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.runs = dice.chance(0.15) ? 2 : 1;
    this.input = dice.chance(0.2) ? SimDocument.LARGE_INPUT : SimDocument.INPUT;
  }

  void begin() {
    for (var i = 1; i <= runs; i++) {
      var name = "r" + i;
      var run = RunId.named(DAG, name);
      redrivesLeft.put(run, acts(0.25) ? dice.between(1, 3) : 0);
      ended.put(run, false);
      start(name, i == 1 ? Duration.ZERO : dice.about(Duration.ofMillis(1), Duration.ofMinutes(2)));
      if (acts(0.1)) {
        start(name, dice.about(Duration.ofMillis(1), Duration.ofMinutes(5)));
      }
      if (acts(0.25)) {
        // Half of them when something may have parked.
        var earliest = dice.chance(0.5) ? Duration.ofMillis(1) : Duration.ofSeconds(2);
        cancel(run, dice.about(earliest, Duration.ofMinutes(3)));
      }
    }
  }

  private boolean acts(double probability) {
    return world.options().usersAct() && dice.chance(probability);
  }

  /// Whether all runs have ended and nobody wants more of them.
  boolean areDone() {
    return open == 0 && world.outside().isDone() && ended.values().stream().allMatch(over -> over);
  }

  /// For how long nothing has gone on in a run that has not ended.
  Duration longestStandstill() {
    return ended.entrySet().stream()
        .filter(each -> !each.getValue())
        .map(each -> Duration.between(world.watch(each.getKey()).lastProgress(), world.now()))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /// RUN was written.
  void written(RunRecord before, RunRecord after) {
    var run = after.run();
    var isOver = after.state().status().hasEnded();
    var isNew = !Boolean.valueOf(isOver).equals(ended.put(run, isOver));
    if (isOver && isNew && redrivesLeft.getOrDefault(run, 0) > 0) {
      redrivesLeft.merge(run, -1, Integer::sum);
      redrive(run, selection(after), dice.about(Duration.ofMillis(1), Duration.ofMinutes(20)));
    }
  }

  private Selection selection(RunRecord record) {
    if (dice.chance(0.6)) {
      return new Selection.Failed();
    }
    var tasks = world.plan(record).tasks();
    TaskName name = dice.pick(tasks).name();
    return new Selection.Named(Set.of(name));
  }

  /// Asks in an invocation of its own; asks again when there is no answer.
  ///
  /// @param again how likely
  private void ask(String what, Duration in, double again, Question question) {
    open++;
    world.after(
        in,
        () ->
            world.begin(
                new Call(
                    world,
                    what,
                    world.host().nextId(),
                    TIME,
                    false,
                    call -> {
                      try {
                        question.ask(call.invocation());
                      } catch (Throttled | Crash e) {
                        world.note(() -> call + " answers nothing to " + what);
                        if (dice.chance(again)) {
                          var later = dice.about(Duration.ofMillis(100), Duration.ofMinutes(3));
                          ask(what, later, again, question);
                        }
                        throw e instanceof Crash crash ? crash : new Crash();
                      } finally {
                        open--;
                      }
                    })));
  }

  /// Without reconcile nobody else sends what a lost caller left unsent.
  private double mostly() {
    return world.host().reconciles() ? 0.8 : 1;
  }

  private interface Question {
    void ask(Invocation invocation);
  }

  private void start(String name, Duration in) {
    var request = new StartRun.Request(DAG, Optional.of(name), input, OptionalInt.empty());
    ask(
        "start " + name,
        in,
        1,
        invocation -> {
          meets(Stimulus.STARTED_AGAIN, RunId.named(DAG, name));
          var answer = world.engine().startRun().start(request, invocation);
          world.note(
              () ->
                  invocation.id() + " starts " + name + " -> " + answer.getClass().getSimpleName());
          switch (answer) {
            case Start.Started _, Start.Again _ -> {
              // As asked.
            }
            case Start.OtherInput _, Start.UnknownDag _, Start.WrongInput _ ->
                world.violated(0, "a start was answered " + answer);
          }
        });
  }

  private void cancel(RunId run, Duration in) {
    ask(
        "cancel " + run,
        in,
        mostly(),
        invocation -> {
          var before = epochOf(run);
          meets(Stimulus.CANCEL_REQUESTED, run);
          var answer = world.engine().cancelRun().cancel(run, invocation);
          world.note(() -> invocation.id() + " cancels -> " + answer.getClass().getSimpleName());
          if (answer instanceof Cancelling.Stopped(var record)
              && record.state().epoch() == before
              && record.state().stop().isEmpty()
              && !record.state().status().hasEnded()) {
            world.violated(8, run + " is said to be stopped and is not");
          }
        });
  }

  private void meets(Stimulus stimulus, RunId run) {
    world
        .raw()
        .runs()
        .load(run)
        .ifPresent(record -> world.coverage().meets(stimulus, record.state()));
  }

  private int epochOf(RunId run) {
    return world.raw().runs().load(run).map(record -> record.state().epoch()).orElse(0);
  }

  private void redrive(RunId run, Selection selection, Duration in) {
    var request =
        new RetryRun.Request(
            run,
            selection,
            dice.chance(0.2) ? Optional.of(input) : Optional.empty(),
            dice.chance(0.3) ? RetryRun.Version.LATEST : RetryRun.Version.SAME);
    ask(
        "redrive " + run,
        in,
        mostly(),
        invocation -> {
          world.watch(run).redriveAsked(world.current(), selection);
          meets(Stimulus.REDRIVEN, run);
          var before = epochOf(run);
          var answer = world.engine().retryRun().retry(request, invocation);
          world.note(
              () ->
                  invocation.id()
                      + " redrives "
                      + selection
                      + " -> "
                      + answer.getClass().getSimpleName());
          switch (answer) {
            case Retry.Reopened(var record) -> {
              if (record.state().epoch() <= before) {
                world.violated(6, run + " is said to be opened again and is not");
              }
              if (dice.chance(0.3)) {
                redrive(run, selection, dice.about(Duration.ofMillis(1), Duration.ofMinutes(2)));
              }
            }
            case Retry.StillOpen _, Retry.NothingToDo _ -> {
              // A lost answer, or nothing failed.
            }
            case Retry.Unknown _ -> {
              // The latest version may no longer have that task.
              if (selection instanceof Selection.Failed) {
                world.violated(0, "a redrive was answered " + answer);
              }
            }
            case Retry.WrongInput _ -> world.violated(0, "a redrive was answered " + answer);
          }
        });
  }
}
