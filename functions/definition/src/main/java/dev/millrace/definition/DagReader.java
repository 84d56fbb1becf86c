package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads DAG documents: YAML or JSON becomes a [Definition], or all of its problems at once.
/// Immutable, safe for any number of threads.
public final class DagReader {
  /// Most problems shown of one document.
  public static final int PROBLEMS_MAX = 100;

  private final Map<String, ActionKind> kinds;
  private final ActionLibrary library;

  /// Makes a reader.
  ///
  /// @param kinds the task kinds that documents may use
  /// @throws IllegalArgumentException when two kinds have one name
  public DagReader(Collection<? extends ActionKind> kinds) {
    this(kinds, ActionLibrary.EMPTY);
  }

  /// Makes a reader.
  ///
  /// @param kinds the task kinds that documents may use
  /// @param library the actions that documents may use without declaring them
  /// @throws IllegalArgumentException when two kinds have one name
  public DagReader(Collection<? extends ActionKind> kinds, ActionLibrary library) {
    this.library = library;
    var byName = new LinkedHashMap<String, ActionKind>();
    for (var kind : kinds) {
      if (byName.put(kind.name(), kind) != null) {
        throw new IllegalArgumentException("two task kinds are named " + kind.name());
      }
    }
    this.kinds = byName;
  }

  private DagReader(Map<String, ActionKind> kinds, ActionLibrary library) {
    this.kinds = kinds;
    this.library = library;
  }

  /// The same with more actions that documents may use without declaring them.
  public DagReader with(List<ActionLibrary.Declared> actions) {
    return actions.isEmpty() ? this : new DagReader(kinds, library.with(actions));
  }

  /// The task kinds that documents may use.
  public Collection<ActionKind> kinds() {
    return List.copyOf(kinds.values());
  }

  /// The actions that documents may use without declaring them.
  public ActionLibrary library() {
    return library;
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
            yield DagSection.read(root, kinds, library, findings);
          }
        };
    return definition
        .<Reading>map(Reading.Accepted::new)
        .orElseGet(() -> new Reading.Refused(findings.problems(file)));
  }
}
