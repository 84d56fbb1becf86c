package dev.millrace.testkit.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.run.InFlight;
import dev.millrace.engine.queue.DispatchMessage;
import java.io.UncheckedIOException;
import java.util.Optional;

/// What mistakes make of messages and of documents.
final class PlantedMessages {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final World world;

  PlantedMessages(World world) {
    this.world = world;
  }

  private boolean isOn(Mistake mistake) {
    return world.mistakes().isOn(mistake);
  }

  /// What is sent instead; empty: nothing.
  Optional<DispatchMessage> dispatch(DispatchMessage message) {
    return switch (message) {
      case DispatchMessage.Cancel _ -> Optional.of(message);
      case DispatchMessage.Wake _ ->
          isOn(Mistake.DROP_WAKES) ? Optional.empty() : Optional.of(message);
      case DispatchMessage.Assignment assignment -> {
        var record = world.raw().runs().load(assignment.run());
        var listed =
            record.flatMap(
                found -> Optional.ofNullable(found.state().inFlight().get(assignment.id())));
        if (isOn(Mistake.NEVER_SEND_AGAIN) && listed.filter(this::isOfOther).isPresent()) {
          yield Optional.empty();
        }
        yield isOn(Mistake.RESTART_ATTEMPTS) && listed.isPresent()
            ? record.map(found -> PlantedRuns.message(found, assignment.id()))
            : Optional.of(message);
      }
    };
  }

  private boolean isOfOther(InFlight assignment) {
    return !assignment.by().invocation().equals(world.current().id());
  }

  /// What is stored instead.
  String document(String text) {
    if (!isOn(Mistake.IGNORE_CONCURRENCY)
        && !isOn(Mistake.FORGET_A_NEED)
        && !isOn(Mistake.IGNORE_CONDITIONS)) {
      return text;
    }
    try {
      var document = (ObjectNode) MAPPER.readTree(text);
      if (isOn(Mistake.IGNORE_CONCURRENCY)) {
        document.remove("concurrency");
      }
      document.path("tasks").forEach(this::plant);
      return document.toString();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void plant(JsonNode task) {
    if (isOn(Mistake.IGNORE_CONCURRENCY) && task.path("map") instanceof ObjectNode map) {
      map.remove("concurrency");
    }
    if (isOn(Mistake.FORGET_A_NEED)
        && task.path(SimKind.NAME) instanceof ObjectNode arguments
        && task.path("needs") instanceof ArrayNode needs
        && needs.size() > 1) {
      needs.remove(needs.size() - 1);
      // Expressions may no longer name the need.
      arguments.putObject("sees");
    }
    if (isOn(Mistake.IGNORE_CONDITIONS) && task.path("when").asText().contains("input.no")) {
      ((ObjectNode) task).put("when", "${ input.yes }");
    }
  }
}
