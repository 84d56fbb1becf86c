package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every document under examples/ runs as it stands on an embedded host and ends as its comment
/// says, with the output under src/test/golden/examples.
class ExamplesTest {

  /// What changes from run to run in the outputs.
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z");

  @TempDir static Path folder;
  private static TestHost host;

  static Stream<ExampleDocument> examples() throws IOException {
    var documents = Stream.<ExampleDocument>builder();
    for (var file : ExampleDocument.files()) {
      documents.add(ExampleDocument.read(file));
    }
    return documents.build();
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
  void there_are_examples() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(14);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_ends_as_its_comment_says(ExampleDocument example)
      throws IOException, InterruptedException {
    var dag = host.put(example.text());

    var run = host.start(dag, "example", input(example));
    if (example.text().contains("\n    callback:")) {
      host.awaitParked(run, "release");
      host.answer(run, "release", TestHost.json("{\"approved\": true}"));
    }
    if (example.text().contains("\n    approval:")) {
      host.awaitParked(run, "ask");
      host.approve(run, "ask", TestHost.json("{\"hours\": 4}"));
    }
    var record = host.awaitEnd(run);

    var shown = host.shown(run);
    assertThat(record.state().status()).as(shown.toPrettyString()).isEqualTo(example.status());
    assertThat(ends(shown)).containsExactlyEntriesOf(example.tasks());
    golden(example, shown.path("output"));
  }

  /// The one that calls a host calls this one.
  private static ObjectNode input(ExampleDocument example) {
    var input = JsonNodeFactory.instance.objectNode();
    return List.of("http", "http-poll").contains(example.name())
        ? input.put("api", host.baseUrl())
        : input;
  }

  private static Map<String, TaskState> ends(JsonNode run) {
    var ends = new LinkedHashMap<String, TaskState>();
    for (var task : run.path("tasks")) {
      ends.put(task.path("task").textValue(), TaskState.valueOf(task.path("status").textValue()));
    }
    return ends;
  }

  private static void golden(ExampleDocument example, JsonNode output) throws IOException {
    var text = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(output) + "\n";
    var actual = INSTANT.matcher(text).replaceAll("INSTANT");
    var file = GoldenCase.folder().resolve("examples").resolve(example.name() + ".json");
    if (GoldenCase.updates()) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
