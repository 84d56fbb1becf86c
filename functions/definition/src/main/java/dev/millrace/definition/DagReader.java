package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads DAG documents: YAML or JSON becomes a [Definition], or all of its problems at once.
/// Immutable, safe for any number of threads.
public final class DagReader {
  /// Most problems shown of one document.
  public static final int PROBLEMS_MAX = 100;

  private final Map<String, ActionKind> kinds;

  /// @param kinds the task kinds that documents may use
  /// @throws IllegalArgumentException when two kinds have one name
  public DagReader(Collection<? extends ActionKind> kinds) {
    var byName = new LinkedHashMap<String, ActionKind>();
    for (var kind : kinds) {
      if (byName.put(kind.name(), kind) != null) {
        throw new IllegalArgumentException("two task kinds are named " + kind.name());
      }
    }
    this.kinds = byName;
  }

  /// Reads a text.
  ///
  /// @param file the name that problems show
  public Reading read(String file, String text) {
    throw new UnsupportedOperationException(file + text + kinds);
  }

  /// Reads bytes, which must be UTF-8.
  public Reading read(String file, byte[] bytes) {
    throw new UnsupportedOperationException(file + bytes.length);
  }

  /// Reads a document that is JSON already. Lines and columns of problems are those of its
  /// canonical text, so their path says more.
  public Reading read(String file, JsonNode document) {
    return read(file, document.toString());
  }
}
