package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.TaskState;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.store.TaskRecord.Content;
import java.util.Optional;

/// The words in which tasks and instances are shown.
final class TaskJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private TaskJson() {}

  static void times(ObjectNode json, Optional<TaskRecord> recorded, TaskState state) {
    json.put("startedAt", recorded.map(at -> Instants.text(at.firstStartedAt())).orElse(null));
    json.put(
        "endedAt",
        recorded
            .filter(_ -> state.hasEnded())
            .map(at -> Instants.text(at.recordedAt()))
            .orElse(null));
  }

  static JsonNode errorOf(Optional<TaskRecord> found) {
    if (found.isPresent()
        && found.get().content() instanceof Content.Failed(var name, var cause, _)) {
      return NODES.objectNode().put("name", name.text()).put("cause", cause);
    }
    return NullNode.getInstance();
  }

  static boolean hasStarted(TaskState state) {
    return switch (state) {
      case WAITING, EVALUATING, READY, SKIPPED, UPSTREAM_FAILED -> false;
      case DISPATCHED, RETRYING, PARKED, SUCCEEDED, FAILED, CANCELLED -> true;
    };
  }

  static String status(TaskState state, boolean isRunning) {
    return state == TaskState.DISPATCHED && isRunning ? "RUNNING" : shown(state);
  }

  static String shown(TaskState state) {
    return switch (state) {
      case WAITING, EVALUATING, READY -> TaskState.WAITING.name();
      case DISPATCHED, RETRYING, PARKED, SUCCEEDED, FAILED, SKIPPED, UPSTREAM_FAILED, CANCELLED ->
          state.name();
    };
  }
}
