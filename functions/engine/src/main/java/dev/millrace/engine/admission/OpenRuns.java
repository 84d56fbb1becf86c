package dev.millrace.engine.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.RunId;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The runs of a DAG that have a place, as one entry says it.
///
/// @param revision of the entry
/// @param lines the line of each run; an empty text for a run without one
record OpenRuns(long revision, Map<OpenRuns.Place, String> lines) {
  private static final String OPEN = "open";

  /// Whose a place is. A run that is opened again needs another: whoever still tells that it ended
  /// before must not take that away.
  record Place(RunId run, int epoch) {
    // Is part of no id of a run.
    private static final char BETWEEN = '!';

    static Place of(RunRecord record) {
      return new Place(record.run(), record.state().epoch());
    }

    static Place read(String text) {
      var end = text.indexOf(BETWEEN);
      return end < 0
          ? new Place(new RunId(text), 0)
          : new Place(new RunId(text.substring(0, end)), Integer.parseInt(text.substring(end + 1)));
    }

    String text() {
      return epoch == 0 ? run.text() : run.text() + BETWEEN + epoch;
    }
  }

  OpenRuns {
    lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
  }

  static OpenRuns of(Optional<Entry> entry) {
    var lines = new LinkedHashMap<Place, String>();
    entry.ifPresent(
        standing ->
            standing
                .value()
                .path(OPEN)
                .properties()
                .forEach(run -> lines.put(Place.read(run.getKey()), run.getValue().asText())));
    return new OpenRuns(entry.map(Entry::revision).orElse(EntryStore.NONE), lines);
  }

  boolean has(Place place) {
    return lines.containsKey(place);
  }

  /// Whether one more run may be open, of that line.
  boolean takes(OptionalInt bound, Optional<String> line) {
    return !isFull(bound) && line.filter(lines::containsValue).isEmpty();
  }

  boolean isFull(OptionalInt bound) {
    return lines.size() >= bound.orElse(Integer.MAX_VALUE);
  }

  OpenRuns with(Place place, Optional<String> line) {
    var more = new LinkedHashMap<>(lines);
    more.put(place, line.orElse(""));
    return new OpenRuns(revision, more);
  }

  OpenRuns without(Place place) {
    var less = new LinkedHashMap<>(lines);
    less.remove(place);
    return new OpenRuns(revision, less);
  }

  JsonNode toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    var open = json.putObject(OPEN);
    lines.forEach((place, line) -> open.put(place.text(), line));
    return json;
  }
}
