package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads DAG documents: YAML or JSON becomes a [Definition], or all of its problems at once.
/// Immutable, safe for any number of threads.
public final class DagReader {
  /// Most problems shown of one document.
  public static final int PROBLEMS_MAX = 100;

  private final Map<String, ActionKind> kinds;

  /// Makes a reader.
  ///
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
    return read(file, DocumentReader.read(text));
  }

  /// Reads bytes, which must be UTF-8.
  public Reading read(String file, byte[] bytes) {
    return read(file, DocumentReader.read(bytes));
  }

  /// Reads a document that is JSON already. Lines and columns of problems are those of its
  /// canonical text, so their path says more.
  public Reading read(String file, JsonNode document) {
    return read(file, document.toString());
  }

  private Reading read(String file, Document document) {
    var findings = new Findings();
    var definition =
        switch (document) {
          case Document.Unreadable(var flaws) -> {
            findings.addAll(flaws);
            yield Optional.<Definition>empty();
          }
          case Document.Read(var root, var flaws) -> {
            findings.addAll(flaws);
            yield DagSection.read(root, kinds, findings);
          }
        };
    return definition
        .<Reading>map(Reading.Accepted::new)
        .orElseGet(() -> new Reading.Refused(findings.problems(file)));
  }
}
