package dev.millrace.testkit.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Judges whether all that can occur has been seen, or is waived for a reason.
///
/// @param cells all that can occur
/// @param seen how many of them were seen
/// @param waived how many need not be
/// @param missing cells neither seen nor waived, sorted
/// @param untrue waivers of what was seen after all or is no cell, and what was seen without being
///     one
public record CoverageVerdict(
    int cells, int seen, int waived, List<String> missing, List<String> untrue) {
  private static final String WAIVERS = "coverage-waivers.txt";

  /// Copies the lists.
  public CoverageVerdict {
    missing = List.copyOf(missing);
    untrue = List.copyOf(untrue);
  }

  /// Cells that need not be seen.
  ///
  /// @param cell its name, where `*` stands for any text
  record Waiver(String cell, String reason) {
    private boolean covers(String other) {
      return Pattern.matches(Pattern.quote(cell).replace("*", "\\E.*\\Q"), other);
    }
  }

  /// The verdict on what simulated worlds have shown. Some hundred worlds do not show all.
  public static CoverageVerdict of(Coverage coverage) {
    return of(Cells.ofWorlds(), coverage.seen(), waivers());
  }

  static CoverageVerdict of(Set<String> cells, Set<String> seen, List<Waiver> waivers) {
    var missing = new TreeSet<String>(cells);
    missing.removeAll(seen);
    var untrue = new ArrayList<String>();
    var waived = 0;
    for (var waiver : waivers) {
      var covered = cells.stream().filter(waiver::covers).toList();
      if (covered.isEmpty()) {
        untrue.add("waived and no cell: " + waiver.cell());
      }
      for (var cell : covered) {
        if (seen.contains(cell)) {
          untrue.add("waived and seen: " + cell);
        } else if (missing.remove(cell)) {
          waived++;
        }
      }
    }
    for (var other : new TreeSet<>(seen)) {
      if (!cells.contains(other)) {
        untrue.add("seen and no cell: " + other);
      }
    }
    var found = (int) cells.stream().filter(seen::contains).count();
    return new CoverageVerdict(cells.size(), found, waived, List.copyOf(missing), untrue);
  }

  /// Whether all is seen or truly waived, and anything was seen at all.
  public boolean isComplete() {
    return seen > 0 && missing.isEmpty() && untrue.isEmpty();
  }

  static List<Waiver> waivers() {
    try (InputStream file = CoverageVerdict.class.getResourceAsStream(WAIVERS)) {
      if (file == null) {
        throw new IllegalStateException("the resource " + WAIVERS + " is missing");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(CoverageVerdict::waiver)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Waiver waiver(String line) {
    var bar = line.indexOf('|');
    if (bar < 0 || line.substring(bar + 1).isBlank()) {
      throw new IllegalStateException(WAIVERS + ": no reason after a | in: " + line);
    }
    return new Waiver(line.substring(0, bar).strip(), line.substring(bar + 1).strip());
  }
}
