package dev.millrace.testkit.sim.ticks;

import dev.millrace.engine.Clock;
import dev.millrace.engine.action.ActionCall;
import dev.millrace.engine.action.Actions;
import dev.millrace.engine.action.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Actions that are over at once, on the thread that has them run; whoever waits lets time pass.
public final class InstantActions implements Actions {
  private final Clock clock;
  private final Consumer<Instant> sleep;
  private final List<Finished> over = new ArrayList<>();

  /// @param sleep lets virtual time pass
  public InstantActions(Clock clock, Consumer<Instant> sleep) {
    this.clock = clock;
    this.sleep = sleep;
  }

  @Override
  public void start(ActionCall call) {
    try {
      var isFirst = call.context().attempt().step() == 0;
      var execution =
          isFirst ? call.kind().execute(call.context()) : call.kind().resume(call.context());
      var now = clock.now();
      over.add(new Finished(call, new Finished.Ending.Returned(execution), now, now));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + call.context().label(), e);
    }
  }

  @Override
  public int running() {
    return over.size();
  }

  @Override
  public List<Finished> await(Optional<Instant> until, Duration linger) {
    if (over.isEmpty()) {
      until.ifPresent(sleep);
    }
    var finished = List.copyOf(over);
    over.clear();
    return finished;
  }

  @Override
  public void stop(Predicate<ActionCall> concerned) {
    // Nothing runs on.
  }
}
