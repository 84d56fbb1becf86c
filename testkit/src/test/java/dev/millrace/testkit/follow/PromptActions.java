package dev.millrace.testkit.follow;

import dev.millrace.engine.action.ActionCall;
import dev.millrace.engine.action.Actions;
import dev.millrace.engine.action.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Runs each action at once, on the thread that simulates; whoever waits makes time pass.
final class PromptActions implements Actions {
  private final FollowingWorld world;
  private final List<Finished> over = new ArrayList<>();

  PromptActions(FollowingWorld world) {
    this.world = world;
  }

  @Override
  public void start(ActionCall call) {
    var now = world.now();
    try {
      var context = call.context();
      var execution =
          context.attempt().step() == 0
              ? call.kind().execute(context)
              : call.kind().resume(context);
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
      world.passUntil(until.orElseThrow());
    }
    var finished = List.copyOf(over);
    over.clear();
    return finished;
  }

  @Override
  public void stop(Predicate<ActionCall> concerned) {
    // Nothing goes on after its start.
  }
}
