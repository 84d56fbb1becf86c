package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.engine.action.ActionCall;
import dev.millrace.engine.action.Actions;
import dev.millrace.engine.action.Finished;
import dev.millrace.engine.action.Finished.Ending;
import dev.millrace.engine.kind.Execution;
import dev.millrace.testkit.sim.Behaviour.Then;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Plays the actions of one invocation by the script, in virtual time: they take place side by
/// side while the invocation waits, and end at their deadline at the latest.
final class SimActions implements Actions {
  private final World world;
  private final Call by;
  private final List<Playing> playing = new ArrayList<>();
  private final List<Starting> starting = new ArrayList<>();

  /// An action that is about to start a run.
  private record Starting(ActionCall call, Instant startedAt) {}

  /// An action at work.
  ///
  /// @param isAction whether it acts at all, or only gives its failure
  private record Playing(
      ActionCall call, Instant startedAt, Instant endsAt, Ending ending, boolean isAction) {}

  SimActions(World world, Call by) {
    this.world = world;
    this.by = by;
  }

  @Override
  public void start(ActionCall call) {
    var now = world.now();
    if (!(call.kind() instanceof SimKind) && !call.kind().cancels()) {
      playing.add(new Playing(call, now, now, real(call), false));
      return;
    }
    var deadline = call.context().deadline();
    if (!now.isBefore(deadline)) {
      playing.add(new Playing(call, now, now, new Ending.TimedOut(), false));
      return;
    }
    if (call.kind().cancels()) {
      startsRun(call);
      return;
    }
    var behaviour = world.behaviour(call.context());
    var ends = now.plus(behaviour.takes());
    var cut = ends.isBefore(deadline) ? ends : deadline;
    world.watch(call.context().run()).started(by, call, cut);
    var ending = ending(call, behaviour.then(), ends);
    playing.add(
        ends.isBefore(deadline)
            ? new Playing(call, now, ends, ending, true)
            : new Playing(call, now, deadline, new Ending.TimedOut(), true));
  }

  /// An action that starts a run does so with the host's ports, and takes the time of their calls:
  /// while the invocation waits, because all actions of an assignment start at once.
  private void startsRun(ActionCall call) {
    world.watch(call.context().run()).started(by, call, call.context().deadline());
    starting.add(new Starting(call, world.now()));
  }

  private void startRuns() {
    while (!starting.isEmpty()) {
      var next = starting.getFirst();
      var ending = real(next.call());
      var now = world.now();
      world.watch(next.call().context().run()).cutShort(next.call());
      if (starting.remove(next)) {
        var isLate = !now.isBefore(next.call().context().deadline());
        var came = isLate ? new Ending.TimedOut() : ending;
        playing.add(new Playing(next.call(), next.startedAt(), now, came, false));
      }
    }
  }

  private static Ending real(ActionCall call) {
    try {
      return new Ending.Returned(
          call.context().attempt().step() == 0
              ? call.kind().execute(call.context())
              : call.kind().resume(call.context()));
    } catch (Throttled e) {
      return new Ending.Crashed(e); // the kind's own call failed
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + call, e);
    }
  }

  /// What it will come to, unless it is cut short. Tokens are made at its start, so that answers
  /// can come before it parks.
  private Ending ending(ActionCall call, Then then, Instant at) {
    return switch (then) {
      case Then.Succeeds _ ->
          new Ending.Returned(new Execution.Done(world.watch(call.context().run()).result(call)));
      case Then.Fails(var error, var retryAfter) ->
          new Ending.Returned(new Execution.Failed(error, "as scripted", retryAfter));
      case Then.Throws _ -> new Ending.Crashed(new IllegalArgumentException("as scripted"));
      case Then.Parks(var wakeIn, var signals) -> {
        if (!signals.isEmpty()) {
          try {
            world.outside().signals(call.context(), signals);
          } catch (Throttled e) {
            yield new Ending.Crashed(e); // the kind's own call failed
          }
        }
        var note = JsonNodeFactory.instance.textNode(call.context().label());
        yield new Ending.Returned(new Execution.Parked(note, wakeIn.map(at::plus)));
      }
    };
  }

  @Override
  public int running() {
    return playing.size() + starting.size();
  }

  @Override
  public List<Finished> await(Optional<Instant> until, Duration linger) {
    startRuns();
    if (playing.isEmpty() && until.isEmpty()) {
      throw new IllegalStateException(by + " waits for nothing");
    }
    world.gate().pass(PortCall.AWAIT, () -> waitUntil(firstEnd(until)));
    if (playing.stream().anyMatch(this::isOver) && !playing.stream().allMatch(this::isOver)) {
      var end = world.now().plus(linger);
      waitUntil(until.filter(at -> at.isBefore(end)).orElse(end));
    }
    var finished = new ArrayList<Finished>();
    for (var each : List.copyOf(playing)) {
      if (isOver(each)) {
        playing.remove(each);
        finished.add(new Finished(each.call(), each.ending(), each.startedAt(), each.endsAt()));
      }
    }
    return finished;
  }

  private Instant firstEnd(Optional<Instant> until) {
    var first = playing.stream().map(Playing::endsAt).min(Comparator.naturalOrder());
    return first
        .filter(end -> until.isEmpty() || end.isBefore(until.get()))
        .or(() -> until)
        .orElseThrow();
  }

  private void waitUntil(Instant at) {
    if (at.isAfter(world.now())) {
      world.sleep(by, at);
    }
    if (by.isDead()) {
      throw new Crash();
    }
  }

  private boolean isOver(Playing each) {
    return !world.now().isBefore(each.endsAt());
  }

  @Override
  public void stop(Predicate<ActionCall> concerned) {
    for (var each : List.copyOf(starting)) {
      if (concerned.test(each.call())) {
        starting.remove(each);
        world.watch(each.call().context().run()).cutShort(each.call());
        var now = world.now();
        playing.add(new Playing(each.call(), each.startedAt(), now, new Ending.Stopped(), false));
      }
    }
    for (var each : List.copyOf(playing)) {
      if (concerned.test(each.call()) && !isOver(each)) {
        playing.remove(each);
        cutShort(each);
        var now = world.now();
        playing.add(new Playing(each.call(), each.startedAt(), now, new Ending.Stopped(), false));
      }
    }
  }

  /// The invocation's process has ended, and with it all that it did.
  void perish() {
    playing.forEach(this::cutShort);
    playing.clear();
    starting.forEach(each -> world.watch(each.call().context().run()).cutShort(each.call()));
    starting.clear();
  }

  private void cutShort(Playing each) {
    if (each.isAction() && !isOver(each)) {
      world.watch(each.call().context().run()).cutShort(each.call());
    }
  }

  /// Whether an action still goes on.
  boolean acts() {
    return playing.stream().anyMatch(each -> each.isAction() && !isOver(each));
  }
}
