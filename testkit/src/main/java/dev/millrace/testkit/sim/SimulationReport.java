package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// What became of many seeds.
///
/// @param world what kind of worlds, see [WorldKind#word]
/// @param steps things that happened in all worlds
/// @param repairs what reconcile had to mend in them
/// @param found broken invariants, by seed, at most [Simulator#FOUND_MAX]
/// @param seconds that it took
public record SimulationReport(
    String world,
    long seeds,
    long from,
    long steps,
    long repairs,
    List<Found> found,
    double seconds,
    Coverage coverage) {
  /// A broken invariant, and the shortest history found that breaks it.
  ///
  /// @param world what kind of world
  public record Found(String world, Violation violation, List<String> history) {
    /// Copies the list.
    public Found {
      history = List.copyOf(history);
    }

    /// The command that repeats it.
    public String command() {
      return "millrace simulate --world %s --seeds 1 --from %d".formatted(world, violation.seed());
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
    json.put("world", world).put("seeds", seeds).put("from", from).put("steps", steps);
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
