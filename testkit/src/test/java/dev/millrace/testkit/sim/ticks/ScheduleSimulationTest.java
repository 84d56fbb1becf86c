package dev.millrace.testkit.sim.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every tick gives one run or is skipped, and no more runs are open than may be, whatever happens.
/// `-Dschedule.seeds=100000` makes it longer, `-Dschedule.from=17` begins elsewhere.
class ScheduleSimulationTest {
  private static final long SEEDS = Long.getLong("schedule.seeds", 500);
  private static final long FROM = Long.getLong("schedule.from", 0);

  /// Seeds tried with each mistake.
  private static final int SEEDS_MAX = 300;

  @Test
  void every_tick_gives_one_run_or_is_skipped() {
    var runs = 0L;
    var skipped = 0L;
    for (var seed = FROM; seed < FROM + SEEDS; seed++) {
      var outcome = ScheduleWorld.run(seed, Optional.empty());
      assertThat(outcome.violation()).as("-Dschedule.from=%d -Dschedule.seeds=1", seed).isEmpty();
      runs += outcome.runs();
      skipped += outcome.skipped();
    }
    assertThat(runs).isPositive();
    assertThat(skipped).isPositive();
  }

  /// Worlds that once broke the bound: an invocation that was told of a place before a redrive
  /// began the run after it. See [dev.millrace.testkit.start.LatePlacesTest].
  @ParameterizedTest
  @ValueSource(longs = 503202)
  void a_world_that_broke_once_is_whole(long seed) {
    assertThat(ScheduleWorld.run(seed, Optional.empty()).violation()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ScheduleMistake.class)
  void a_planted_mistake_is_caught(ScheduleMistake mistake) {
    var caught =
        LongStream.range(0, SEEDS_MAX)
            .mapToObj(seed -> ScheduleWorld.run(seed, Optional.of(mistake)).violation())
            .flatMap(Optional::stream)
            .findFirst();
    assertThat(caught).as("%s within %d seeds", mistake, SEEDS_MAX).isPresent();
  }
}
