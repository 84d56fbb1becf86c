package dev.millrace.testkit.sim;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules against the reference interpreter, over made-up DAGs. A failing seed fails again.
class RulesAloneTest {
  private static final int BLOCK = 500;

  static LongStream blocks() {
    return LongStream.range(0, Long.getLong("rules.blocks", 20));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void runs_end_as_the_reference_interpreter_says(long block) {
    for (var seed = block * BLOCK; seed < (block + 1) * BLOCK; seed++) {
      play(seed);
    }
  }

  /// For one seed that failed.
  @Test
  void one_seed_at_a_time() {
    play(Long.getLong("rules.seed", 0));
  }

  private static void play(long seed) {
    try {
      new RulesAlone(seed).play();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
