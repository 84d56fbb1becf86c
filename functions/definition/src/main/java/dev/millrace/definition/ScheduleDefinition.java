package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;

/// One schedule of a DAG and what its runs get.
///
/// @param input of its runs, checked against `params` with their defaults filled in; must not be
///     changed
public record ScheduleDefinition(Schedule schedule, JsonNode input) {
  /// Its name; the empty text when it has none.
  public String nameText() {
    return schedule.name().map(ScheduleName::text).orElse("");
  }
}
