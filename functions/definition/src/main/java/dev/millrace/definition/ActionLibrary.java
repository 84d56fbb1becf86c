package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.DagName;
import dev.millrace.core.plan.Plan;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Node;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Actions that documents may use without declaring them. What a document uses becomes a part of
/// it, so that a stored version means the same for ever. Immutable.
public final class ActionLibrary {
  /// A library of nothing.
  public static final ActionLibrary EMPTY = new ActionLibrary(Map.of());

  /// The key by which a file is known to declare an action.
  public static final String KEY = "action";

  private static final DagName ANY = new DagName("any");

  private final Map<String, Declared> actions;

  private ActionLibrary(Map<String, Declared> actions) {
    this.actions = actions;
  }

  /// A declared action.
  ///
  /// @param from the file that declares it
  /// @param declaration as it stands below `actions` of a document
  public record Declared(String name, String from, JsonNode declaration) {
    /// What it is for.
    public String description() {
      return declaration.path("description").asText("");
    }

    /// JSON Schema of what tasks hand over; everything will do where it says nothing.
    public JsonNode params() {
      return declaration.has("params") ? declaration.get("params") : BooleanNode.TRUE;
    }
  }

  /// What became of a file that declares an action.
  public sealed interface Reading {
    /// It is sound.
    record Accepted(Declared action) implements Reading {}

    /// All that is wrong with it.
    record Refused(List<Problem> problems) implements Reading {
      /// Copies the list.
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Whether a text is meant to declare an action rather than a DAG.
  public static boolean declares(String text) {
    return DocumentReader.read(text) instanceof Document.Read(Node.Mapping root, _)
        && root.get(KEY).isPresent()
        && root.get("dag").isEmpty();
  }

  /// Reads a file that declares an action.
  ///
  /// @param kinds what its body can be made of
  public static Reading read(String file, String text, Collection<? extends ActionKind> kinds) {
    var findings = new Findings();
    return switch (DocumentReader.read(text)) {
      case Document.Unreadable(var flaws) -> {
        findings.addAll(flaws);
        yield new Reading.Refused(findings.problems(file));
      }
      case Document.Read(var root, var flaws) -> {
        findings.addAll(flaws);
        var name = read(root, kinds, findings);
        if (name.isEmpty() || !findings.isEmpty()) {
          yield new Reading.Refused(findings.problems(file));
        }
        var declaration = (ObjectNode) root.toJson();
        declaration.remove(KEY);
        yield new Reading.Accepted(new Declared(name.get(), file, declaration));
      }
    };
  }

  private static Optional<String> read(
      Node root, Collection<? extends ActionKind> kinds, Findings findings) {
    var named =
        root instanceof Node.Mapping mapping ? mapping.entry(KEY) : Optional.<Node.Entry>empty();
    if (named.isEmpty()
        || !(named.get().value() instanceof Node.Scalar scalar)
        || scalar.text().isEmpty()) {
      findings.at(
          root, "the file does not name its action.", "Begin it with \"action: slack_message\".");
      return Optional.empty();
    }
    var byName = new LinkedHashMap<String, ActionKind>();
    kinds.forEach(kind -> byName.put(kind.name(), kind));
    var of =
        new TaskSection.Surroundings(
            ANY,
            Plan.RunRules.DEFAULTS,
            byName,
            ActionsSection.Actions.NONE,
            TaskSection.Defaults.NONE,
            List.of(),
            Set.of(),
            0);
    var name = scalar.text().get();
    return UserActionSection.read(named.get().key(), name, root, byName, of, List.of(KEY), findings)
        .map(UserAction::name);
  }

  /// A library of actions; of two with one name the later counts.
  public static ActionLibrary of(List<Declared> actions) {
    return EMPTY.with(actions);
  }

  /// This library with more actions, which go before those of the same names.
  public ActionLibrary with(List<Declared> more) {
    var all = new LinkedHashMap<>(actions);
    more.forEach(action -> all.put(action.name(), action));
    return new ActionLibrary(all);
  }

  /// All of it, by name.
  public List<Declared> actions() {
    return actions.values().stream()
        .sorted(java.util.Comparator.comparing(Declared::name))
        .toList();
  }

  Set<String> names() {
    return actions.keySet();
  }

  Declared action(String name) {
    var found = actions.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no action " + name);
    }
    return found;
  }
}
