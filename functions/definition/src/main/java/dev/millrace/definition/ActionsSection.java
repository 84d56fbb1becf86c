package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Reads `actions`, the actions that a document declares, and takes from the library those that its
/// tasks use without declaring them.
final class ActionsSection {
  /// Most actions of one document.
  static final int ACTIONS_MAX = 200;

  static final String KEY = "actions";

  private final Section dag;
  private final Map<String, ActionKind> kinds;
  private final TaskSection.Surroundings around;

  /// The actions that users declared.
  ///
  /// @param actions what tasks use, by name
  /// @param taken declarations from the library, which become a part of the document
  /// @param names what they may use
  record Actions(
      Map<String, UserAction> actions, Map<String, JsonNode> taken, SortedSet<String> names) {
    /// No actions.
    static final Actions NONE = new Actions(Map.of(), Map.of(), new TreeSet<>());

    /// The document with all that it uses.
    JsonNode completed(JsonNode document) {
      if (taken.isEmpty()) {
        return document;
      }
      var whole = (ObjectNode) document.deepCopy();
      var all = whole.withObject("/" + KEY);
      taken.forEach(all::set);
      return whole;
    }
  }

  private ActionsSection(
      Section dag, Map<String, ActionKind> kinds, TaskSection.Surroundings around) {
    this.dag = dag;
    this.kinds = kinds;
    this.around = around;
  }

  static Actions read(
      Section dag,
      Map<String, ActionKind> kinds,
      TaskSection.Surroundings around,
      ActionLibrary library) {
    return new ActionsSection(dag, kinds, around).read(library);
  }

  private Actions read(ActionLibrary library) {
    var actions = new HashMap<String, UserAction>();
    var declared = new HashSet<String>();
    var mend = "Write actions: and below it, indented, each action's name with its keys.";
    dag.section(KEY, mend)
        .ifPresent(
            section -> {
              if (section.mapping().entries().size() > ACTIONS_MAX) {
                dag.findings()
                    .at(
                        section.mapping(),
                        "%,d actions are declared; at most %d are allowed."
                            .formatted(section.mapping().entries().size(), ACTIONS_MAX),
                        "Take out those that no task uses.");
                return;
              }
              for (var entry : section.mapping().entries()) {
                declared.add(entry.key().text());
                declare(entry.key(), entry.key().text(), entry.value(), dag.findings(), actions);
              }
            });
    var taken = new LinkedHashMap<String, JsonNode>();
    for (var name : used(library.names())) {
      if (!declared.contains(name)) {
        var action = library.action(name);
        take(action, actions);
        taken.put(name, action.declaration());
      }
    }
    var names = new TreeSet<>(library.names());
    names.addAll(declared);
    return new Actions(actions, taken, names);
  }

  private void declare(
      Node.Key key, String name, Node node, Findings findings, Map<String, UserAction> actions) {
    UserActionSection.read(key, name, node, kinds, around, List.of(), findings)
        .ifPresent(action -> actions.put(name, action));
  }

  /// What stands in a library was found sound there, with these kinds.
  private void take(ActionLibrary.Declared action, Map<String, UserAction> actions) {
    var findings = new Findings();
    if (DocumentReader.read("{\"" + action.name() + "\":" + action.declaration() + "}")
        instanceof Document.Read(Node.Mapping root, _)) {
      var entry = root.entries().iterator().next();
      declare(entry.key(), action.name(), entry.value(), findings, actions);
    }
    if (!actions.containsKey(action.name())) {
      throw new IllegalStateException(
          "action "
              + action.name()
              + " of "
              + action.from()
              + " is not sound: "
              + findings.problems(action.from()));
    }
  }

  /// The names among these that are keys of tasks, those within groups too.
  private Set<String> used(Set<String> names) {
    var used = new TreeSet<String>();
    dag.value("tasks").ifPresent(tasks -> collect(tasks, names, used));
    return used;
  }

  private void collect(Node tasks, Set<String> names, Set<String> used) {
    if (!(tasks instanceof Node.Mapping all)) {
      return;
    }
    for (var task : all.entries()) {
      if (task.value() instanceof Node.Mapping keys) {
        for (var entry : keys.entries()) {
          var key = entry.key().text();
          if (names.contains(key)) {
            used.add(key);
          }
          var kind = kinds.get(key);
          if (kind != null && kind.holdsTasks()) {
            collect(entry.value(), names, used);
          }
        }
      }
    }
  }
}
