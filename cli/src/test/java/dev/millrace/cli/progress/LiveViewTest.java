package dev.millrace.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.terminal.Output.Reader;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.core.plan.Plan;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveViewTest {
  private final Screen screen = new Screen();

  @Test
  void all_tasks_of_a_small_run_have_a_line_that_is_drawn_over() {
    var plan = Records.plan("fetch", "charge", "report");
    try (var view = view(plan)) {
      view.show(Records.standing(plan, "dww"), Duration.ofMillis(100));
      view.show(Records.standing(plan, "Sdw"), Duration.ofMillis(1_200));
      view.show(Records.standing(plan, "Sdw"), Duration.ofMillis(3_500));
      assertThat(screen.text())
          .isEqualTo(
              """
              test.one  RUNNING  3.5 s  3 tasks: 1 succeeded, 1 running, 1 waiting
                fetch   SUCCEEDED            1.1 s
                charge  RUNNING              2.3 s
                report  WAITING\
              """);
    }
    assertThat(screen.text()).isEmpty();
  }

  @Test
  void a_run_that_ends_soon_draws_nothing() {
    var plan = Records.plan("fetch");
    try (var view = view(plan)) {
      view.show(Records.standing(plan, "d"), Duration.ofMillis(10));
      view.show(Records.standing(plan, "S"), Duration.ofMillis(290));
    }
    assertThat(screen.text()).isEmpty();
  }

  @Test
  void of_a_large_run_the_failed_and_the_working_are_shown_and_the_rest_is_counted() {
    var plan = Records.plan(300);
    try (var view = view(plan)) {
      var letters = "S".repeat(100) + "F" + "d".repeat(50) + "w".repeat(149);
      view.show(Records.standing(plan, letters), Duration.ofSeconds(2));
      var lines = screen.text().lines().toList();
      assertThat(lines).hasSizeLessThanOrEqualTo(LiveView.LINES_MAX + 2);
      assertThat(lines.getFirst())
          .endsWith("300 tasks: 100 succeeded, 50 running, 149 waiting, 1 failed");
      assertThat(lines.get(1)).startsWith("  t100  FAILED").endsWith("Http.503: gone");
      assertThat(lines.get(2)).startsWith("  t101  RUNNING");
      assertThat(lines.getLast()).matches("  and \\d+ more at work or failed");
    }
  }

  @Test
  void fewer_lines_than_before_leave_none_behind() {
    var plan = Records.plan(300);
    try (var view = view(plan)) {
      view.show(Records.standing(plan, "d".repeat(300)), Duration.ofSeconds(1));
      view.show(Records.standing(plan, "S".repeat(299) + "d"), Duration.ofSeconds(2));
      assertThat(screen.text().lines()).hasSize(2);
    }
  }

  @Test
  void what_is_said_stays_above() {
    var plan = Records.plan("ask");
    try (var view = view(plan)) {
      view.show(Records.standing(plan, "d"), Duration.ofSeconds(1));
      view.say("ask waits.");
      view.show(Records.standing(plan, "p"), Duration.ofSeconds(2));
      assertThat(screen.text().lines()).hasSize(3).first().isEqualTo("ask waits.");
    }
    assertThat(screen.text()).isEqualTo("ask waits.");
  }

  private LiveView view(Plan plan) {
    var terminal = Terminal.of(new Screen(), screen, Reader.PERSON_IN_COLOUR);
    return new LiveView(terminal.err(), plan, _ -> Optional.of("Http.503: gone"));
  }
}
