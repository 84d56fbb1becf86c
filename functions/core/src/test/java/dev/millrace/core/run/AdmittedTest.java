package dev.millrace.core.run;

import static dev.millrace.core.run.DagSpec.dag;
import static dev.millrace.core.run.TaskSpec.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs that wait for a place.
class AdmittedTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  /// Whoever lets a run in may be slow: meanwhile the run ended, and was opened again to wait anew.
  @Test
  void a_place_of_before_a_redrive_begins_nothing() {
    var plan = dag(task("a")).plan();
    var queued = RunState.fresh(plan, 1, NOW).queued();

    assertThat(decided(queued, 1).status()).isEqualTo(RunStatus.QUEUED);
    assertThat(decided(queued, 0).status()).isEqualTo(RunStatus.RUNNING);
  }

  private static RunState decided(RunState state, int epoch) {
    return Decide.decide(
            dag(task("a")).plan(),
            state,
            List.of(new Event.Admitted(epoch)),
            NOW,
            new Issuer("message", "invocation", 1))
        .state();
  }
}
