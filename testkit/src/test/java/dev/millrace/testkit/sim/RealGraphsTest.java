package dev.millrace.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.DagName;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.TriggerRule;
import dev.millrace.testkit.sim.SimTask.Need;
import dev.millrace.testkit.sim.SimTask.When;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Graphs of workflows that people really ran, in simulated worlds. They lie beside the repository,
/// in `../shared/workflows`, or where `-Dmillrace.workflows` says.
class RealGraphsTest {
  private static final int SEEDS = 2;

  /// A graph of two thousand tasks takes some hundred thousand steps.
  private static final long STEPS_MAX = 3_000_000;

  @Test
  void real_graphs_keep_all_invariants() throws IOException {
    var files = files();
    assumeTrue(!files.isEmpty(), "no graphs in ../shared/workflows nor -Dmillrace.workflows");
    for (var file : files) {
      var dag = dag(new ObjectMapper().readTree(file.toFile()));
      for (var seed = 0L; seed < SEEDS; seed++) {
        var result = Simulation.run(seed, Options.STANDARD.given(dag, STEPS_MAX));
        assertThat(result.violation()).as("%s, seed %d", file.getFileName(), seed).isEmpty();
      }
    }
  }

  private static List<Path> files() throws IOException {
    var folder =
        Optional.ofNullable(System.getProperty("millrace.workflows"))
            .map(Path::of)
            .orElse(Path.of("..", "..", "shared", "workflows"));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /// Needs only, in the order of the file; what the tasks come to is the script's.
  private static SimDag dag(JsonNode workflow) {
    var names = new HashMap<String, TaskName>();
    workflow
        .path("tasks")
        .forEach(task -> names.put(task.path("id").asText(), new TaskName("t" + names.size())));
    var tasks = new ArrayList<SimTask>();
    for (var task : workflow.path("tasks")) {
      var needs = new ArrayList<Need>();
      for (var parent : task.path("parents")) {
        needs.add(new Need(known(names, parent.asText()), Optional.empty()));
      }
      tasks.add(task(known(names, task.path("id").asText()), needs));
    }
    var rules = new Plan.RunRules(Plan.TIMEOUT_DEFAULT, false, OptionalInt.empty());
    return new SimDag(new DagName("sim"), tasks, rules, SimDag.Output.NONE);
  }

  private static TaskName known(Map<String, TaskName> names, String id) {
    return Optional.ofNullable(names.get(id)).orElseThrow();
  }

  private static SimTask task(TaskName name, List<Need> needs) {
    return new SimTask(
        name,
        needs,
        TriggerRule.ALL_SUCCESS,
        When.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        true,
        false,
        false,
        Optional.empty());
  }
}
