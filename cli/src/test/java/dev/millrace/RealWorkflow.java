package dev.millrace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The graph of a workflow that somebody really ran: `{name, source, tasks: [{id, parents,
/// runtimeSeconds}]}`. It becomes a DAG in which every task works its own depth out from the depths
/// of its needs, so that wrong order and wrong data both show.
///
/// @param parents the ids that each task comes after, by its id, in the order of the file
record RealWorkflow(String name, Map<String, List<String>> parents) {

  /// Where the graphs are, when not beside the repository.
  static final String FOLDER_PROPERTY = "millrace.workflows";

  private static final int NAME_MAX = 80;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// The graphs, by name; none when there is no such folder.
  static List<Path> files() throws IOException {
    var folder =
        Optional.ofNullable(System.getProperty(FOLDER_PROPERTY))
            .map(Path::of)
            .orElseGet(() -> SourceFile.root().resolveSibling("shared").resolve("workflows"));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  static RealWorkflow read(Path file) throws IOException {
    JsonNode json = new JsonMapper().readTree(file.toFile());
    var parents = new LinkedHashMap<String, List<String>>();
    for (var task : json.path("tasks")) {
      var ids = new ArrayList<String>();
      task.path("parents").forEach(parent -> ids.add(parent.textValue()));
      parents.put(task.path("id").textValue(), List.copyOf(ids));
    }
    return new RealWorkflow(json.path("name").textValue(), parents);
  }

  /// The DAG document.
  ObjectNode document() {
    var names = taskNames();
    var dag = NODES.objectNode();
    dag.put("dag", dagName());
    dag.put("description", "The graph of " + name + ".");
    var tasks = dag.putObject("tasks");
    parents.forEach(
        (id, before) -> {
          var task = tasks.putObject(nameOf(id, names));
          var depths = NODES.arrayNode();
          if (!before.isEmpty()) {
            var needs = task.putArray("needs");
            for (var parent : before) {
              needs.add(nameOf(parent, names));
              depths.add("${ tasks." + nameOf(parent, names) + ".output }");
            }
          }
          task.set("pass", depths);
          task.put("output", "${ $count(result) = 0 ? 0 : 1 + $max(result) }");
        });
    return dag;
  }

  /// How many tasks stand before each one on its longest way, by the task's name in the DAG.
  Map<String, Integer> depths() {
    var names = taskNames();
    var depths = new LinkedHashMap<String, Integer>();
    // The files do not promise an order, so go round until nothing is open.
    for (var open = new ArrayList<>(parents.keySet()); !open.isEmpty(); ) {
      var before = open.size();
      open.removeIf(
          id -> {
            var needs = needsOf(id).stream().map(need -> nameOf(need, names)).toList();
            if (!depths.keySet().containsAll(needs)) {
              return false;
            }
            var longest = needs.stream().mapToInt(need -> depths.getOrDefault(need, 0)).max();
            depths.put(nameOf(id, names), longest.isPresent() ? longest.getAsInt() + 1 : 0);
            return true;
          });
      if (open.size() == before) {
        throw new IllegalStateException(name + " has a cycle or a parent that is no task");
      }
    }
    return depths;
  }

  /// The needs of each task, by the names in the DAG.
  Map<String, List<String>> needs() {
    var names = taskNames();
    var needs = new LinkedHashMap<String, List<String>>();
    parents.forEach(
        (id, before) ->
            needs.put(
                nameOf(id, names), before.stream().map(need -> nameOf(need, names)).toList()));
    return needs;
  }

  String dagName() {
    return shortened("workflow_" + name.replaceAll("[^A-Za-z0-9_-]", "_"));
  }

  private List<String> needsOf(String id) {
    return parents.getOrDefault(id, List.of());
  }

  private Map<String, String> taskNames() {
    var names = new LinkedHashMap<String, String>();
    var taken = new HashSet<String>();
    for (var id : parents.keySet()) {
      var wanted = sanitized(id);
      var name = wanted;
      for (var again = 2; !taken.add(name); again++) {
        name = shortened(wanted, "_" + again);
      }
      names.put(id, name);
    }
    return names;
  }

  private static String nameOf(String id, Map<String, String> names) {
    return Optional.ofNullable(names.get(id))
        .orElseThrow(() -> new IllegalStateException("no task " + id));
  }

  private static String sanitized(String id) {
    var letters = id.replaceAll("[^A-Za-z0-9_]", "_");
    var fits =
        letters.length() <= NAME_MAX ? letters : letters.substring(letters.length() - NAME_MAX);
    // The end of a long id tells tasks apart, so what goes is the beginning.
    return Character.isLetter(fits.charAt(0)) ? fits : shortened("t" + fits);
  }

  private static String shortened(String text) {
    return shortened(text, "");
  }

  private static String shortened(String text, String end) {
    return text.substring(0, Math.min(text.length(), NAME_MAX - end.length())) + end;
  }
}
