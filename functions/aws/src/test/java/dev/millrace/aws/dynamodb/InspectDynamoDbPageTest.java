package dev.millrace.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunId;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.text.JsonText;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The commands of docs/inspect-dynamodb.md are asked of tables in which some of the examples have
/// run, and each finds something; the items of docs/dynamodb.md stand there.
@ExtendWith(TestServers.class)
class InspectDynamoDbPageTest {
  private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)```");

  /// Runs that stay open: enough of them to have one in each partition of the index `active`.
  private static final int WAITING = 16;

  private static Stores stores;

  @BeforeAll
  static void run_examples(DynamoDbLocal server) throws IOException {
    stores = new Stores(server);
    var host = new StackHost(stores, TaskKinds.standard(HttpSettings.embedded()));
    for (var name : List.of("chain", "map-tolerance", "retry", "fail-fast")) {
      host.put(Files.readString(root().resolve("examples").resolve(name + ".yaml")));
      host.settle(host.start(name.replace('-', '_'), "demo"));
    }
    host.put(Files.readString(root().resolve("examples/callback.yaml")));
    host.workUntilQuiet(host.start("callback", "demo"));
    for (var number = 0; number < WAITING; number++) {
      host.workUntilQuiet(host.start("callback", "waits-" + number));
    }
    var connection = new EntryKey(EntryKind.CONNECTION, EntryKey.ALL, "shop");
    stores
        .entries()
        .put(
            connection,
            EntryStore.NONE,
            JsonText.read("{\"document\": \"...\"}"),
            Optional.empty());
  }

  @AfterAll
  static void close() {
    stores.close();
  }

  static Stream<String> commands() throws IOException {
    var page = Files.readString(root().resolve("docs/inspect-dynamodb.md"));
    return SHELL
        .matcher(page)
        .results()
        .flatMap(block -> block.group(1).replace("\\\n", " ").lines())
        .filter(AwsCommand::isOne);
  }

  @Test
  void the_page_has_commands() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void a_command_finds_something(String line) {
    var variables = Map.of("RUNS", stores.tables.runs(), "DAGS", stores.tables.dags());

    assertThat(AwsCommand.read(line, variables).run(stores.client)).as(line).isNotEmpty();
  }

  static Stream<JsonNode> shown_items() throws IOException {
    return ShownItems.on(root().resolve("docs/dynamodb.md"));
  }

  @Test
  void every_kind_of_item_is_shown() throws IOException {
    var kinds =
        shown_items().map(item -> item.get("sk").asText().replaceFirst("#.*", "")).distinct();

    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "RUN", "OUTPUT", "TASK", "ITEMS", "CLAIM", "STOP", "TOKEN", "LATEST", "V", "shop");
  }

  @ParameterizedTest
  @MethodSource("shown_items")
  void an_item_of_the_table_looks_as_it_is_shown(JsonNode shown) {
    var partition = shown.has("run") ? Tables.RUN : Tables.DAG;
    var table = shown.has("run") ? stores.tables.runs() : stores.tables.dags();
    var items = new Items(stores.client, table, partition);

    var item = items.get(items.key(shown.get(partition).asText(), shown.get("sk").asText()));

    assertThat(item.map(ShownItems::shown).map(ShownItems::shape))
        .contains(ShownItems.shape(shown));
  }

  @Test
  void what_the_page_says_of_attributes_is_so() {
    var items = new Items(stores.client, stores.tables.runs(), Tables.RUN);
    var run = new RunId("map_tolerance.demo");

    var group = items.get(items.key(run, "TASK#read_prices#000000")).map(ShownItems::shown);
    var record = items.get(items.key(run, "RUN")).map(ShownItems::shown);

    assertThat(group.orElseThrow().path("failed").path(0).asInt()).isEqualTo(2);
    assertThat(group.orElseThrow().path("i2").asText()).contains("\"status\":\"FAILED\"");
    assertThat(record.orElseThrow().path("record").asText())
        .contains("\"counts\":{", "\"states\":\"");
  }

  private static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .filter(folder -> Files.isDirectory(folder.resolve("functions/core")))
        .findFirst()
        .orElseThrow();
  }
}
