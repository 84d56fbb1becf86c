package dev.millrace.testkit.sim;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Simulates the world of one seed. The same seed and options always give the same, on every
/// machine.
public final class Simulation {
  private Simulation() {}

  /// Lives the world of a seed to its end.
  public static SeedResult run(long seed, Options options) {
    return onItsThread(seed, () -> live(seed, options));
  }

  /// Lives a world on a virtual thread, so that handing the baton over costs no switch of the
  /// system's threads.
  public static SeedResult onItsThread(long seed, Supplier<SeedResult> world) {
    var result = new AtomicReference<@Nullable SeedResult>();
    var fault = new AtomicReference<@Nullable Throwable>();
    var thread =
        Thread.ofVirtual()
            .name("seed " + seed)
            .start(
                () -> {
                  try {
                    result.set(world.get());
                  } catch (Throwable thrown) { // the edge: handed to the caller
                    fault.set(thrown);
                  }
                });
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while seed " + seed + " was simulated", e);
    }
    var lived = result.get();
    if (lived == null) {
      throw new IllegalStateException("seed " + seed + " could not be simulated", fault.get());
    }
    return lived;
  }

  private static SeedResult live(long seed, Options options) {
    var world = new World(seed, options);
    world.live();
    return new SeedResult(
        seed,
        world.violation(),
        world.step(),
        world.host().repairs(),
        Duration.between(World.START, world.now()),
        world.coverage(),
        world.history());
  }
}
