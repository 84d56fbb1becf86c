package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cli.CommandLines;
import dev.millrace.core.RunId;
import dev.millrace.definition.Problem;
import dev.millrace.engine.PutDag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input, as tables under src/test/golden/bad-input: documents with the task kinds of a host,
/// calls of its API over real sockets, and command lines. Each is refused in the words that stand
/// there, stores nothing and shows no stack trace. With -Dgolden.update the words are written anew,
/// for a person to read.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

  private static final String CALLS = "bad-input/calls.txt";
  private static final String DOCUMENTS = "bad-input/documents.txt";
  private static final String COMMANDS = "bad-input/commands.txt";
  private static final Pattern STACK_TRACE = Pattern.compile("\\bat [\\w.$]+\\(|Exception|java\\.");

  /// What the HTTP server refuses by itself, before the API sees it (decision 010).
  private static final String UNREADABLE = "<h1>400 Bad Request</h1>URISyntaxException thrown";

  private static final String ORDERS =
      """
      dag: orders
      params:
        type: object
        required: [customer]
        properties:
          customer: {type: string}
          count: {type: integer, minimum: 1, maximum: 10, default: 1}
        additionalProperties: false
      tasks:
        check: {pass: "${ input.customer }"}
      """;

  private static final String BROKEN =
      """
      dag: report
      tasks:
        charge: {pass: 1}
        report:
          neds: [charge]
          pass: "${ tasks.charge.output }"
      """;

  private static final String WAITS =
      """
      dag: waits
      tasks:
        ask: {callback: {}}
      """;

  private final List<GoldenCase> writtenCalls = new ArrayList<>();
  private final List<GoldenCase> writtenDocuments = new ArrayList<>();
  private final List<GoldenCase> writtenCommands = new ArrayList<>();
  private Path folder;
  private Path files;
  private TestHost host;
  private String open;
  private String answered;
  private String expired;

  static List<GoldenCase> calls() throws IOException {
    return GoldenCase.read(CALLS);
  }

  static List<GoldenCase> documents() throws IOException {
    return GoldenCase.read(DOCUMENTS);
  }

  static List<GoldenCase> commands() throws IOException {
    return GoldenCase.read(COMMANDS);
  }

  @BeforeAll
  void open(@TempDir Path data, @TempDir Path documents) throws IOException, InterruptedException {
    folder = data;
    files = documents;
    Files.writeString(files.resolve("good.yaml"), ORDERS);
    Files.writeString(files.resolve("broken.yaml"), BROKEN);
    Files.writeString(files.resolve("empty.yaml"), "");
    Files.write(files.resolve("picture.yaml"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10});
    host = TestHost.on(data);
    host.awaitEnd(host.start(host.put(ORDERS), "done", TestHost.json("{\"customer\": \"Ada\"}")));
    var waits = host.put(WAITS);
    open = parked(host.start(waits, "open"));
    var taken = host.start(waits, "taken");
    answered = parked(taken);
    host.answer(taken, "ask", TestHost.json("\"yes\""));
    host.awaitEnd(taken);
    var stopped = host.start(waits, "stopped");
    expired = parked(stopped);
    host.cancel(stopped);
    host.awaitEnd(stopped);
  }

  @AfterAll
  void close() throws IOException {
    host.close();
    if (GoldenCase.updates()) {
      GoldenCase.write(CALLS, writtenCalls);
      GoldenCase.write(DOCUMENTS, writtenDocuments);
      GoldenCase.write(COMMANDS, writtenCommands);
    }
  }

  @Test
  void the_tables_are_long() throws IOException {
    assertThat(calls()).hasSizeGreaterThan(50);
    assertThat(calls().stream().map(GoldenCase::name)).doesNotHaveDuplicates();
    assertThat(documents()).hasSizeGreaterThan(30);
    assertThat(documents().stream().map(GoldenCase::name)).doesNotHaveDuplicates();
    assertThat(commands()).hasSizeGreaterThan(30);
    assertThat(commands().stream().map(GoldenCase::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void a_bad_command_ends_in_these_words_and_stores_nothing(GoldenCase command)
      throws SQLException {
    var before = stored();
    var words = CommandWords.of(withPlaces(command.sent()));

    var ended = CommandLines.run(words.subList(1, words.size()));

    var said = withoutPlaces("exit status " + ended.status() + "\n" + ended.out() + ended.err());
    writtenCommands.add(command.answeredBy(said));
    if (!GoldenCase.updates()) {
      assertThat(said.strip()).isEqualTo(command.expected());
    }
    assertThat(stored()).as("rows of the file").isEqualTo(before);
    assertThat(ended.status()).isBetween(1, 3);
    assertThat(said).doesNotContainPattern(STACK_TRACE);
  }

  private String withPlaces(String line) {
    return line.replace("FOLDER", files.toString())
        .replace("DATA", folder.toString())
        .replace("API", host.baseUrl())
        .replace("PORT", Integer.toString(host.port()));
  }

  private String withoutPlaces(String text) {
    return text.replace(host.baseUrl(), "API")
        .replace(files.toString(), "FOLDER")
        .replace(folder.toString(), "DATA")
        .replace(":" + host.port(), ":PORT")
        .replace(" " + host.port(), " PORT")
        // A mend stands below its message, as far in as the folder's name is long.
        .replaceAll("(?m)^ {20,}", " ".repeat(20));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void a_bad_document_is_refused_in_these_words_and_not_stored(GoldenCase document)
      throws SQLException {
    var before = stored();

    var putting = host.host().engine().putDag().put(Optional.empty(), "dag.yaml", document.sent());

    var said =
        switch (putting) {
          case PutDag.Putting.Refused(var problems) ->
              problems.stream().map(Problem::rendered).collect(Collectors.joining("\n"));
          case PutDag.Putting.Added(var dag, _) -> "stored " + dag;
          case PutDag.Putting.Unchanged(var dag, _) -> "unchanged " + dag;
        };
    writtenDocuments.add(document.answeredBy(said));
    if (!GoldenCase.updates()) {
      assertThat(said).isEqualTo(document.expected());
    }
    assertThat(putting).isInstanceOf(PutDag.Putting.Refused.class);
    assertThat(stored()).as("rows of the file").isEqualTo(before);
    assertThat(said).doesNotContainPattern(STACK_TRACE);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void a_bad_call_is_refused_in_these_words_and_stores_nothing(GoldenCase call)
      throws IOException, SQLException {
    var before = stored();

    var answer = RawHttp.send(host.port(), withTokens(call.sent()));

    var said = answer.status() + "\n" + pretty(answer.body());
    writtenCalls.add(call.answeredBy(said));
    if (!GoldenCase.updates()) {
      assertThat(said).isEqualTo(call.expected());
    }
    assertThat(stored()).as("rows of the file").isEqualTo(before);
    assertThat(answer.status()).isBetween(400, 499);
    if (!answer.body().equals(UNREADABLE)) {
      assertThat(answer.header("Content-Type")).contains("application/problem+json");
      assertThat(answer.body()).doesNotContainPattern(STACK_TRACE);
    }
  }

  private String parked(RunId run) throws InterruptedException {
    host.awaitParked(run, "ask");
    return host.token(run, "ask");
  }

  private String withTokens(String request) {
    return request
        .replace("OPEN_TOKEN", open)
        .replace("ANSWERED_TOKEN", answered)
        .replace("EXPIRED_TOKEN", expired);
  }

  private static String pretty(String json) throws IOException {
    if (!json.startsWith("{")) {
      return json;
    }
    var mapper = new JsonMapper();
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json));
  }

  /// How many rows of each kind the file has. The messages of queues come and go by themselves.
  private String stored() throws SQLException {
    var counts = new StringBuilder();
    try (var file =
            DriverManager.getConnection(
                "jdbc:sqlite:file:" + folder.resolve("millrace.db") + "?mode=ro");
        var statement = file.createStatement()) {
      for (var table :
          List.of("dags", "dag_versions", "runs", "run_payloads", "tasks", "stops", "tokens")) {
        try (var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
          counts.append(table).append(' ').append(rows.getInt(1)).append(' ');
        }
      }
      try (var rows = statement.executeQuery("SELECT sum(seq) FROM runs")) {
        counts.append("writes of runs ").append(rows.getInt(1));
      }
    }
    return counts.toString();
  }
}
