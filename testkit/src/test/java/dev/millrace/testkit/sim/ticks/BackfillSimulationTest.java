package dev.millrace.testkit.sim.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.backfill.Backfill;
import org.junit.jupiter.api.Test;

/// Every tick of a backfill has one run, no more are open than may be, and nothing is stranded,
/// whatever happens. `-Dbackfill.seeds=10000` makes it longer, `-Dbackfill.from=17` begins
/// elsewhere.
class BackfillSimulationTest {
  private static final long SEEDS = Long.getLong("backfill.seeds", 30);
  private static final long FROM = Long.getLong("backfill.from", 0);
  private static final int FEW_TICKS = 25;
  private static final int MANY_TICKS = 1_000;

  @Test
  void every_tick_of_the_range_has_one_run() {
    var runs = 0;
    var redriven = 0;
    for (var seed = FROM; seed < FROM + SEEDS; seed++) {
      var outcome = BackfillWorld.run(seed, FEW_TICKS, false);
      assertThat(outcome.violation()).as("-Dbackfill.from=%d -Dbackfill.seeds=1", seed).isEmpty();
      assertThat(outcome.backfill().status()).isEqualTo(Backfill.Status.DONE);
      runs += outcome.runs();
      redriven += outcome.redriven();
    }
    assertThat(runs).isEqualTo((int) (FEW_TICKS * SEEDS));
    assertThat(redriven).isPositive();
  }

  @Test
  void cancelled_in_the_middle_nothing_is_stranded() {
    var cancelled = 0;
    for (var seed = FROM; seed < FROM + SEEDS; seed++) {
      var outcome = BackfillWorld.run(seed, FEW_TICKS, true);
      assertThat(outcome.violation()).as("-Dbackfill.from=%d -Dbackfill.seeds=1", seed).isEmpty();
      cancelled += outcome.backfill().status() == Backfill.Status.CANCELLED ? 1 : 0;
    }
    assertThat(cancelled).isPositive();
  }

  @Test
  void a_thousand_ticks_are_cancelled_in_the_middle() {
    var outcome = BackfillWorld.run(FROM, MANY_TICKS, true);
    assertThat(outcome.violation()).isEmpty();
    assertThat(outcome.backfill().status()).isEqualTo(Backfill.Status.CANCELLED);
    // Half were taken; those of them that had no run yet were given back.
    assertThat(outcome.backfill().left())
        .isBetween(1, MANY_TICKS / 2 + BackfillWorld.CONCURRENCY_MAX);
  }
}
