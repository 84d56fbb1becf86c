package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// What became of many seeds.
///
/// @param steps things that happened in all worlds
/// @param repairs what reconcile had to mend in them
/// @param found broken invariants, by seed, at most [Simulator#FOUND_MAX]
/// @param seconds that it took
public record SimulationReport(
    long seeds,
    long from,
    long steps,
    long repairs,
    List<Found> found,
    double seconds,
    Coverage coverage) {
  /// A broken invariant, and the shortest history found that breaks it.
  public record Found(Violation violation, List<String> history) {
    /// Copies the list.
    public Found {
      history = List.copyOf(history);
    }

    /// The command that repeats it.
    public String command() {
      return "millrace simulate --seeds 1 --from " + violation.seed();
    }
  }

  /// Copies the list.
  public SimulationReport {
    found = List.copyOf(found);
  }

  /// Whether no invariant was broken.
  public boolean isClean() {
    return found.isEmpty();
  }

  /// What `simulate --json` prints.
  public ObjectNode toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("seeds", seeds).put("from", from).put("steps", steps);
    var violations = json.putArray("violations");
    for (var each : found) {
      var violation = violations.addObject();
      violation.put("seed", each.violation().seed());
      violation.put("invariant", each.violation().invariant() + ": " + each.violation().what());
      var history = violation.putArray("history");
      each.history().forEach(history::add);
    }
    json.put("seconds", BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP));
    return json;
  }
}
