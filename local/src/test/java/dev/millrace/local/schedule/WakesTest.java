package dev.millrace.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.engine.schedule.Schedules;
import dev.millrace.local.schedule.Wakes.Wake;
import dev.millrace.testkit.contract.SchedulesContract;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the clock of the embedded host wakes for keeps the contract of schedules.
class WakesTest extends SchedulesContract {
  private final AtomicInteger sooner = new AtomicInteger();
  private final Wakes wakes = new Wakes(sooner::incrementAndGet);

  @Override
  protected Schedules schedules() {
    return wakes;
  }

  @Override
  protected List<Woken> come() {
    return wakes.due(clock().now()).stream()
        .map(wake -> new Woken(wake.dag(), wake.tick().orElseThrow()))
        .toList();
  }

  @Test
  void the_clock_is_told_of_a_wake_that_comes_sooner_and_of_no_other() {
    var now = clock().now();
    wakes.add(new Wake(new DagName("a"), "", Optional.empty(), now.plusSeconds(60)));
    wakes.add(new Wake(new DagName("b"), "", Optional.empty(), now.plusSeconds(90)));
    assertThat(sooner).hasValue(1);

    wakes.add(new Wake(new DagName("c"), "", Optional.empty(), now.plusSeconds(30)));
    assertThat(sooner).hasValue(2);
    assertThat(wakes.next()).contains(now.plusSeconds(30));
  }
}
