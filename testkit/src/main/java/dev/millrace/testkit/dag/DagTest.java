package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.TaskName;
import dev.millrace.definition.DagReader;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Reading;
import dev.millrace.definition.TaskDefinition;
import dev.millrace.engine.StartRun;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.actions.ShippedActions;
import dev.millrace.integrations.http.HttpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A test of one DAG: the real engine runs it, on stores in memory and on time that is skipped; the
/// test says what its actions come to. A run that waits for a week ends in milliseconds, the same
/// way every time. Nothing outside is ever reached.
///
/// ```
/// var dag = DagTest.of(Path.of("dags/orders.yaml"));
/// dag.task("charge").fails("Http.503", "busy").times(2).answers(Map.of("receipt", "r-17"));
///
/// var run = dag.run(Map.of("day", "2026-11-23"));
///
/// assertThat(run).succeeded().task("charge").succeeded().attempts(3);
/// ```
///
/// Make one for each test; it is for one thread. Whatever a test asserts, each run is held to the
/// invariants of the engine, so a fault of Millrace does not hide in a test that passes.
public final class DagTest {
  /// The time of a test when it begins, unless it says another: a Monday.
  public static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

  private static final Cleaner CLEANER = Cleaner.create();

  private final String document;
  private final Definition definition;
  private final Map<TaskName, TaskScript> scripts = new HashMap<>();
  private Instant start = START;
  private @Nullable VirtualHost host;

  private DagTest(String file, String document) {
    this.document = document;
    var kinds = TaskKinds.standard(HttpSettings.embedded());
    var reader = new DagReader(kinds, ShippedActions.library(kinds));
    this.definition =
        switch (reader.read(file, document)) {
          case Reading.Accepted(var accepted) -> accepted;
          case Reading.Refused(var problems) ->
              throw new WrongDocumentException("The DAG document is wrong.", problems);
        };
  }

  /// Tests the DAG in a file.
  ///
  /// @param file of YAML or JSON; relative to the folder in which the tests run
  /// @throws WrongDocumentException when the document is wrong, with all its problems
  /// @throws UncheckedIOException when the file cannot be read
  public static DagTest of(Path file) {
    try {
      return new DagTest(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read %s (in %s)".formatted(file, Path.of("").toAbsolutePath()), e);
    }
  }

  /// Tests the DAG in a resource of the class path.
  ///
  /// @param name such as `dags/orders.yaml`, from the root of the class path
  /// @throws WrongDocumentException when the document is wrong, with all its problems
  /// @throws IllegalArgumentException when there is no such resource
  public static DagTest ofResource(String name) {
    var path = name.startsWith("/") ? name.substring(1) : name;
    try (var stream = resource(path)) {
      return new DagTest(path, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + path, e);
    }
  }

  private static InputStream resource(String path) {
    var stream =
        Optional.ofNullable(Thread.currentThread().getContextClassLoader())
            .orElseGet(DagTest.class::getClassLoader)
            .getResourceAsStream(path);
    if (stream == null) {
      throw new IllegalArgumentException(
          "there is no resource %s on the class path: look in src/test/resources and src/main/resources"
              .formatted(path));
    }
    return stream;
  }

  /// Tests the DAG that a text says.
  ///
  /// @throws WrongDocumentException when the document is wrong, with all its problems
  public static DagTest ofText(String document) {
    return new DagTest("document", document);
  }

  /// JSON, written as text: `json("""{"open": []}""")`.
  ///
  /// @throws IllegalArgumentException when it is none
  public static JsonNode json(String text) {
    return Json.parse(text);
  }

  /// The script of a task: what its actions come to. Also during a run, for attempts to come.
  ///
  /// @throws IllegalArgumentException when the DAG has no such task
  public TaskScript task(String name) {
    var task = taskNamed(name);
    return scripts.computeIfAbsent(task.name(), missing -> new TaskScript(task, missing.text()));
  }

  /// The time of the test when its first run starts.
  ///
  /// @throws IllegalStateException when a run has started
  public DagTest startingAt(Instant instant) {
    if (host != null) {
      throw new IllegalStateException("a run has started: say before it when that is");
    }
    start = instant;
    return this;
  }

  /// Runs the DAG to its end, without an input.
  public DagRun run() {
    return start().run();
  }

  /// Runs the DAG to its end.
  ///
  /// @param input of the run: a `JsonNode`, or whatever Jackson makes JSON of
  /// @throws WrongDocumentException when the input is not what the DAG's `params` ask for
  /// @throws NoScriptException when an action starts that reaches outside and is not scripted
  public DagRun run(@Nullable Object input) {
    return start(input).run();
  }

  /// Starts a run without an input. Nothing happens before it is told to go on.
  public DagRun start() {
    return start(Map.of());
  }

  /// Starts a run. Nothing happens before it is told to go on.
  ///
  /// @param input of the run: a `JsonNode`, or whatever Jackson makes JSON of
  /// @throws WrongDocumentException when the input is not what the DAG's `params` ask for
  public DagRun start(@Nullable Object input) {
    var opened = opened();
    var request =
        new StartRun.Request(
            definition.plan().dag(), Optional.empty(), Json.of(input), OptionalInt.empty());
    return switch (opened.engine().startRun().start(request, opened.call())) {
      case StartRun.Start.Started(var record) -> new DagRun(this, opened, record.run());
      case StartRun.Start.WrongInput(var problems) ->
          throw new WrongDocumentException("The input of the run is wrong.", problems);
      case StartRun.Start.Again _, StartRun.Start.OtherInput _, StartRun.Start.UnknownDag _ ->
          throw new IllegalStateException("a new run of a DAG that was just put");
    };
  }

  private VirtualHost opened() {
    var open = host;
    if (open == null) {
      open = new VirtualHost(start, scripts);
      open.engine().putDag().put(Optional.empty(), definition.plan().dag().text(), document);
      CLEANER.register(this, open.ending());
      host = open;
    }
    return open;
  }

  Definition definition() {
    return definition;
  }

  TaskDefinition taskNamed(String name) {
    return definition.tasks().stream()
        .filter(task -> task.name().text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "DAG %s has no task \"%s\"; it has %s"
                        .formatted(definition.plan().dag(), name, taskNames())));
  }

  private String taskNames() {
    List<TaskDefinition> tasks = definition.tasks();
    return tasks.stream().map(task -> task.name().text()).collect(Collectors.joining(", "));
  }
}
