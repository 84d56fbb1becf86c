package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Graphs of workflows that people really ran, up to 2,122 tasks, on the embedded host. They lie
/// beside the repository; where they do not, the first test is skipped and says so.
class RealWorkflowsTest {

  @TempDir static Path folder;
  private static TestHost host;

  static Stream<Path> graphs() throws IOException {
    return RealWorkflow.files().stream();
  }

  @BeforeAll
  static void open() {
    host = TestHost.on(folder);
  }

  @AfterAll
  static void close() {
    host.close();
  }

  @Test
  void the_graphs_are_there() throws IOException {
    assumeTrue(
        graphs().findAny().isPresent(),
        "no graphs beside the repository; say where with -D" + RealWorkflow.FOLDER_PROPERTY);
    assertThat(graphs()).hasSizeGreaterThanOrEqualTo(13);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("graphs")
  void every_task_runs_once_and_after_all_it_needs(Path graph)
      throws IOException, InterruptedException {
    var workflow = RealWorkflow.read(graph);
    var dag = host.put(workflow.document().toString());

    var run = host.start(dag, "real");
    var record = host.awaitEnd(run);

    assertThat(record.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    var tasks = tasks(host.shown(run));
    assertThat(depths(tasks)).isEqualTo(workflow.depths());
    assertThat(tasks.values().stream().map(task -> task.path("attempts").intValue()))
        .containsOnly(1);
    assertThat(tooEarly(workflow, tasks)).isEmpty();
  }

  private static Map<String, JsonNode> tasks(JsonNode run) {
    var tasks = new LinkedHashMap<String, JsonNode>();
    run.path("tasks").forEach(task -> tasks.put(task.path("task").textValue(), task));
    return tasks;
  }

  private static Map<String, Integer> depths(Map<String, JsonNode> tasks) {
    var depths = new HashMap<String, Integer>();
    tasks.forEach((name, task) -> depths.put(name, task.path("output").intValue()));
    return depths;
  }

  /// Instants sort as text.
  private static Stream<String> tooEarly(RealWorkflow workflow, Map<String, JsonNode> tasks) {
    return workflow.needs().entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(
                        need ->
                            at(tasks, entry.getKey(), "startedAt")
                                    .compareTo(at(tasks, need, "endedAt"))
                                < 0)
                    .map(need -> entry.getKey() + " started before " + need + " had ended"));
  }

  private static String at(Map<String, JsonNode> tasks, String task, String field) {
    var shown = tasks.get(task);
    if (shown == null || !shown.path(field).isTextual()) {
      throw new IllegalStateException(task + " has no " + field + ": " + shown);
    }
    return shown.path(field).textValue();
  }
}
