package dev.millrace.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.sim.CoverageVerdict.Waiver;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Nobody takes for tested what never occurred: every cell is seen, or waived for a reason that is
/// still true.
class CoverageTest {
  /// As many worlds as the rarest cell takes. A minute on two cores.
  private static final int SEEDS = 20_000;

  @Test
  void simulated_worlds_show_all_that_can_occur() throws InterruptedException {
    var report = Simulator.run(0, SEEDS, new RunWorlds(Options.STANDARD), _ -> {}, () -> 0);
    var verdict = CoverageVerdict.of(report.coverage());
    assertThat(report.found()).isEmpty();
    assertThat(verdict.missing()).as("cells neither seen nor waived").isEmpty();
    assertThat(verdict.untrue()).as("waivers that are not true").isEmpty();
    assertThat(verdict.isComplete()).isTrue();
  }

  @Test
  void a_cell_that_is_neither_seen_nor_waived_is_missing() {
    var verdict = CoverageVerdict.of(Set.of("a", "b"), Set.of("a"), List.of());
    assertThat(verdict.missing()).containsExactly("b");
    assertThat(verdict.isComplete()).isFalse();
  }

  @Test
  void a_cell_that_is_waived_need_not_be_seen() {
    var waiver = new Waiver("end * U", "no rule gives it");
    var verdict =
        CoverageVerdict.of(
            Set.of("end one U", "end two U", "end one S"), Set.of("end one S"), List.of(waiver));
    assertThat(verdict.isComplete()).isTrue();
    assertThat(verdict.waived()).isEqualTo(2);
  }

  @Test
  void a_waiver_of_what_occurs_is_not_true() {
    var verdict = CoverageVerdict.of(Set.of("a"), Set.of("a"), List.of(new Waiver("a", "never")));
    assertThat(verdict.untrue()).containsExactly("waived and seen: a");
    assertThat(verdict.isComplete()).isFalse();
  }

  @Test
  void a_waiver_of_no_cell_is_not_true() {
    var verdict = CoverageVerdict.of(Set.of("a"), Set.of("a"), List.of(new Waiver("c", "gone")));
    assertThat(verdict.untrue()).containsExactly("waived and no cell: c");
  }

  @Test
  void what_is_seen_must_be_a_cell() {
    var verdict = CoverageVerdict.of(Set.of("a"), Set.of("a", "x"), List.of());
    assertThat(verdict.untrue()).containsExactly("seen and no cell: x");
  }

  @Test
  void a_run_that_recorded_nothing_is_not_complete() {
    var waiver = new Waiver("*", "all of it");
    assertThat(CoverageVerdict.of(Set.of("a"), Set.of(), List.of(waiver)).isComplete()).isFalse();
  }
}
