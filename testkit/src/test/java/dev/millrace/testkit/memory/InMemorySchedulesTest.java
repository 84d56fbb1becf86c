package dev.millrace.testkit.memory;

import dev.millrace.engine.schedule.Schedules;
import dev.millrace.testkit.contract.SchedulesContract;
import java.util.List;

/// Schedules in memory keep their contract.
class InMemorySchedulesTest extends SchedulesContract {
  private final InMemorySchedules schedules = new InMemorySchedules();

  @Override
  protected Schedules schedules() {
    return schedules;
  }

  @Override
  protected List<Woken> come() {
    return schedules.due(clock().now()).stream()
        .map(wake -> new Woken(wake.dag(), wake.tick()))
        .toList();
  }
}
