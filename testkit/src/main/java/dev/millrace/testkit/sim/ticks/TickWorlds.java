package dev.millrace.testkit.sim.ticks;

import dev.millrace.testkit.sim.Coverage;
import dev.millrace.testkit.sim.SeedResult;
import dev.millrace.testkit.sim.Simulation;
import dev.millrace.testkit.sim.Violation;
import dev.millrace.testkit.sim.WorldKind;
import java.util.Locale;
import java.util.Optional;

/// The kinds of worlds of ticks. Their histories are not made shorter.
public enum TickWorlds implements WorldKind {
  /// A DAG with a schedule: every tick gives one run or is skipped.
  SCHEDULES(10) {
    @Override
    FragileHost.Lived lived(long seed, boolean isTraced) {
      return isTraced
          ? ScheduleWorld.traced(seed).lived()
          : ScheduleWorld.run(seed, Optional.empty()).lived();
    }
  },

  /// A backfill: every tick of its range has one run.
  BACKFILLS(11) {
    @Override
    FragileHost.Lived lived(long seed, boolean isTraced) {
      return BackfillWorld.run(seed, isTraced).lived();
    }
  };

  private final int invariant;

  TickWorlds(int invariant) {
    this.invariant = invariant;
  }

  abstract FragileHost.Lived lived(long seed, boolean isTraced);

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public SeedResult live(long seed) {
    return live(seed, false);
  }

  @Override
  public SeedResult shortest(SeedResult broken) {
    return live(broken.seed(), true);
  }

  private SeedResult live(long seed, boolean isTraced) {
    return Simulation.onItsThread(
        seed,
        () -> {
          var lived = lived(seed, isTraced);
          return new SeedResult(
              seed,
              lived.violation().map(what -> new Violation(seed, invariant, what)),
              lived.steps(),
              0,
              lived.virtualTime(),
              new Coverage(),
              lived.history());
        });
  }
}
