package dev.millrace.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The checks must be able to fail: each planted mistake breaks an invariant within few seeds.
class MistakesTest {
  /// Seeds tried with each mistake.
  private static final int SEEDS_MAX = 500;

  @ParameterizedTest
  @EnumSource(Mistake.class)
  void a_planted_mistake_is_caught(Mistake mistake) {
    var options = Options.STANDARD.with(Set.of(mistake));
    var caught =
        LongStream.range(0, SEEDS_MAX)
            .mapToObj(seed -> Simulation.run(seed, options).violation())
            .flatMap(Optional::stream)
            .findFirst();
    assertThat(caught).as("%s within %d seeds", mistake, SEEDS_MAX).isPresent();
    // An exception would be a mistake of the planting, not something that the checks found.
    assertThat(caught.get().invariant())
        .as("%s is caught by seed %d: %s", mistake, caught.get().seed(), caught.get().what())
        .isPositive();
  }
}
