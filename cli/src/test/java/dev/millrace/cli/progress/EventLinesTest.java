package dev.millrace.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.terminal.Terminal;
import dev.millrace.core.plan.Plan;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLinesTest {
  private final Screen screen = new Screen();

  @Test
  void each_change_of_a_small_run_is_a_line() {
    var plan = Records.plan("fetch", "charge", "report");
    try (var lines = lines(plan)) {
      lines.show(Records.standing(plan, "dww"), Duration.ofMillis(10));
      lines.show(Records.standing(plan, "dww"), Duration.ofMillis(500));
      lines.show(Records.standing(plan, "Sdw"), Duration.ofMillis(1_010));
      lines.show(Records.standing(plan, "SFU"), Duration.ofMillis(2_010));
    }
    assertThat(screen.text().strip())
        .isEqualTo(
            """
            0.01 s  fetch  RUNNING
                 1.0 s  fetch  SUCCEEDED  1.0 s
                 1.0 s  charge  RUNNING
                 2.0 s  charge  FAILED  Http.503: gone
                 2.0 s  report  UPSTREAM_FAILED\
            """);
  }

  @Test
  void of_a_large_run_failures_are_told_and_now_and_then_the_counts() {
    var plan = Records.plan(300);
    try (var lines = lines(plan)) {
      lines.show(Records.standing(plan, "d".repeat(300)), Duration.ofSeconds(1));
      lines.show(Records.standing(plan, "F" + "d".repeat(299)), Duration.ofSeconds(3));
      lines.show(Records.standing(plan, "F" + "S".repeat(299)), Duration.ofSeconds(4));
    }
    assertThat(screen.text().lines().map(String::strip))
        .containsExactly(
            "3.0 s  t0  FAILED  Http.503: gone", "3.0 s  300 tasks: 299 running, 1 failed");
  }

  private EventLines lines(Plan plan) {
    var terminal = Terminal.of(new Screen(), screen);
    return new EventLines(terminal.err(), plan, _ -> Optional.of("Http.503: gone"));
  }
}
