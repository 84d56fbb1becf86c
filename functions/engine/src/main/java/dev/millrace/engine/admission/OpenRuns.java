package dev.millrace.engine.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.RunId;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The runs of a DAG that have a place, as one entry says it.
///
/// @param revision of the entry
/// @param lines the line of each run; an empty text for a run without one
record OpenRuns(long revision, Map<RunId, String> lines) {
  private static final String OPEN = "open";

  OpenRuns {
    lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
  }

  static OpenRuns of(Optional<Entry> entry) {
    var lines = new LinkedHashMap<RunId, String>();
    entry.ifPresent(
        standing ->
            standing
                .value()
                .path(OPEN)
                .properties()
                .forEach(run -> lines.put(new RunId(run.getKey()), run.getValue().asText())));
    return new OpenRuns(entry.map(Entry::revision).orElse(EntryStore.NONE), lines);
  }

  boolean has(RunId run) {
    return lines.containsKey(run);
  }

  /// Whether one more run may be open, of that line.
  boolean takes(OptionalInt bound, Optional<String> line) {
    return !isFull(bound) && line.filter(lines::containsValue).isEmpty();
  }

  boolean isFull(OptionalInt bound) {
    return lines.size() >= bound.orElse(Integer.MAX_VALUE);
  }

  OpenRuns with(RunId run, Optional<String> line) {
    var more = new LinkedHashMap<>(lines);
    more.put(run, line.orElse(""));
    return new OpenRuns(revision, more);
  }

  OpenRuns without(RunId run) {
    var less = new LinkedHashMap<>(lines);
    less.remove(run);
    return new OpenRuns(revision, less);
  }

  JsonNode toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    var open = json.putObject(OPEN);
    lines.forEach((run, line) -> open.put(run.text(), line));
    return json;
  }
}
