package dev.millrace.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The real use cases in simulated worlds.
class SimulationTest {
  static LongStream seeds() {
    var from = Long.getLong("sim.from", 0);
    return LongStream.range(from, from + Long.getLong("sim.seeds", 200));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_world_keeps_all_invariants(long seed) {
    var result = Simulation.run(seed, Options.STANDARD);
    assertThat(result.violation()).as("seed %d", seed).isEmpty();
  }

  @Test
  void the_same_seed_gives_the_same_history() {
    for (var seed = 0L; seed < 20; seed++) {
      var first = Simulation.run(seed, Options.STANDARD.traced());
      var second = Simulation.run(seed, Options.STANDARD.traced());
      assertThat(second.history()).isEqualTo(first.history());
    }
  }
}
