package dev.millrace.testkit.sim;

import dev.millrace.engine.Invocation;
import dev.millrace.engine.queue.DispatchMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One simulated invocation: a strand with a deadline, which may end at any port call.
final class Call {
  private final String what;
  private final Invocation invocation;
  private final Strand strand;
  private final SimActions actions;
  private boolean isDead;
  private Optional<DispatchMessage> taken = Optional.empty();
  private long lastReading;
  private long lookedForLifeIn;
  private final boolean isSpared;

  /// @param isSpared whether no fault may meet it
  Call(World world, String what, String id, Duration time, boolean isSpared, Body body) {
    this.what = what;
    this.invocation = new Invocation(id, world.now().plus(time), 0);
    this.isSpared = isSpared;
    this.actions = new SimActions(world, this);
    this.strand = new Strand(id, () -> body.run(this));
  }

  /// What it does.
  interface Body {
    void run(Call call);
  }

  String what() {
    return what;
  }

  String id() {
    return invocation.id();
  }

  Invocation invocation() {
    return invocation;
  }

  Instant deadline() {
    return invocation.deadline();
  }

  Strand strand() {
    return strand;
  }

  SimActions actions() {
    return actions;
  }

  boolean isDead() {
    return isDead;
  }

  boolean isSpared() {
    return isSpared;
  }

  /// Its process ends: nothing that it still does has an effect.
  Crash crash() {
    die();
    return new Crash();
  }

  void die() {
    if (!isDead) {
      isDead = true;
      actions.perish();
    }
  }

  /// The message of a dispatch queue that it handles.
  Optional<DispatchMessage> taken() {
    return taken;
  }

  void takes(DispatchMessage message) {
    taken = Optional.of(message);
  }

  /// Counts the world's steps when it last looked whether its run was stopped.
  long lastReading() {
    return lastReading;
  }

  void readAt(long step) {
    lastReading = step;
  }

  /// The world's step in which it last looked for a sign of life.
  long lookedForLifeIn() {
    return lookedForLifeIn;
  }

  void looksForLifeIn(long step) {
    lookedForLifeIn = step;
  }

  @Override
  public String toString() {
    return invocation.id();
  }
}
