package dev.millrace.cli.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.core.TaskName;
import java.util.Map;
import java.util.Optional;

/// What is asked of a run, beyond its document.
///
/// @param timeout bound of the run instead of the document's, as documents write durations
/// @param outputs tasks that give this instead of acting
public record Request(
    Optional<JsonArgument> input, Optional<String> timeout, Map<TaskName, JsonNode> outputs) {
  /// Copies the map.
  public Request {
    outputs = Map.copyOf(outputs);
  }
}
