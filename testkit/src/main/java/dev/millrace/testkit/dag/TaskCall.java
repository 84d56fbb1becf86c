package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.OptionalInt;

/// The start of a task's action: what it received.
///
/// @param index of the instance, from 0; empty when the task is not mapped
/// @param attempt from 1; a redrive goes on counting
/// @param arguments of the action, evaluated
/// @param startedAt in the time of the test
public record TaskCall(
    String task, OptionalInt index, int attempt, JsonNode arguments, Instant startedAt) {
  /// The argument at a JSON pointer, such as `/json/order`.
  ///
  /// @return JSON's missing node when there is nothing
  public JsonNode argument(String pointer) {
    return arguments.at(pointer);
  }

  /// `task` or `task[index]`.
  public String label() {
    return index.isPresent() ? task + "[" + index.getAsInt() + "]" : task;
  }
}
