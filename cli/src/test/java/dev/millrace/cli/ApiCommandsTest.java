package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.cli.document.Dags;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands that ask a host, against an embedded one.
class ApiCommandsTest {
  private static final String ORDERS = "src/test/documents/orders.yaml";
  private static final String WAITS = "src/test/documents/waits.yaml";
  private static final String ASKS = "src/test/documents/asks.yaml";
  private static final String WRONG = "src/test/documents/wrong.yaml";

  @TempDir private Path folder = Path.of("");
  private final List<LocalHost> hosts = new ArrayList<>();
  private String api = "";

  @BeforeEach
  void open() {
    var options = HostOptions.in(folder.resolve("data")).withApi(HostOptions.ADDRESS, 0);
    switch (LocalHost.open(options, Dags.kinds())) {
      case LocalHost.Opening.Refused(var message) -> throw new IllegalStateException(message);
      case LocalHost.Opening.Open(var host) -> {
        hosts.add(host);
        host.start();
        api = host.baseUrl().orElseThrow();
      }
    }
  }

  @AfterEach
  void close() {
    hosts.forEach(LocalHost::close);
  }

  @Test
  void a_dag_is_pushed_listed_started_and_shown() {
    golden("push.txt", call("push", ORDERS, WAITS));
    golden("dags.txt", call("dags"));
    golden("start-wait.txt", call("start", "orders", "--name", "first", "--wait"));
    golden("start-again.txt", call("start", "orders", "--name", "first"));
    golden("show.txt", call("show", "orders.first"));
    golden("show-task.txt", call("show", "orders.first", "--task", "charge"));
    golden("runs.txt", call("runs", "--dag", "orders", "--status", "succeeded"));
  }

  @Test
  void connections_are_pushed_beside_dags() throws IOException {
    var dags = folder.resolve("dags");
    Files.createDirectories(dags.resolve("connections"));
    Files.writeString(dags.resolve("one.yaml"), "dag: one\ntasks: {a: {pass: 1}}\n");
    var shop = dags.resolve("connections/shop.yaml");
    Files.writeString(shop, "connection: shop\nbaseUrl: https://shop.example\n");

    assertThat(call("push", dags.toString()).out()).isEqualTo("connection shop\none  version 1\n");
    var again = json(call("push", "--json", dags.toString()));
    assertThat(again.at("/connections/0/connection").asText()).isEqualTo("shop");

    Files.writeString(shop, "connection: shop\nauth: sk_live\n");
    var wrong = call("push", dags.toString());
    assertThat(wrong.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(wrong.err())
        .contains("shop.yaml:1:1  ", "shop.yaml:2:7  ")
        .doesNotContain("sk_live");
  }

  @Test
  void json_is_all_that_standard_output_holds() throws JsonProcessingException {
    assertThat(json(call("push", "--json", ORDERS)).path("dags")).hasSize(1);
    assertThat(json(call("dags", "--json")).at("/dags/0/dag").asText()).isEqualTo("orders");
    var started = call("start", "orders", "--name", "a", "--wait", "--json");
    assertThat(json(started).path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(json(call("runs", "--json")).at("/runs/0/run").asText()).isEqualTo("orders.a");
    assertThat(json(call("show", "orders.a", "--json")).path("tasks")).hasSize(4);
    assertThat(json(call("show", "orders.a", "--task", "charge", "--json")).path("output"))
        .hasToString("[10,20,30]");
  }

  @Test
  void a_run_that_fails_ends_with_status_1_and_can_be_retried_with_another_input() {
    call("push", ORDERS);
    golden(
        "start-failing.txt",
        call("start", "orders", "--name", "bad", "--input", "{fail: true}", "--wait"));
    golden("runs-failed.txt", call("runs", "--status", "failed"));
    golden("retry.txt", call("retry", "orders.bad", "--input", "{fail: false}"));
    golden("start-retried.txt", call("start", "orders", "--name", "bad", "--wait"));
  }

  @Test
  void a_run_that_waits_is_cancelled() {
    call("push", WAITS);
    call("start", "waits", "--name", "one");
    // At once the run would still stop; what is parked is cancelled when the command answers.
    while (!call("show", "waits.one").out().contains("PARKED")) {
      Thread.onSpinWait();
    }
    golden("cancel.txt", call("cancel", "waits.one"));
  }

  @Test
  void what_people_are_asked_is_listed_and_answered() {
    call("push", ASKS);
    call("start", "asks", "--name", "one");
    while (call("approvals").out().isEmpty()) {
      Thread.onSpinWait(); // the task is about to ask
    }
    golden("approvals.txt", call("approvals"));
    golden("answer-wrong.txt", call("answer", "asks.one", "ask", "perhaps"));
    golden("answer.txt", call("answer", "asks.one", "ask", "approve"));
    golden("answer-unknown.txt", call("answer", "asks.two", "ask", "approve"));
    golden("approvals-none.txt", call("approvals"));
  }

  @Test
  void a_document_is_pushed_with_the_actions_beside_it() throws IOException {
    var dags = folder.resolve("dags");
    Files.createDirectories(dags.resolve("actions"));
    Files.writeString(
        dags.resolve("actions").resolve("greet.yaml"),
        "action: greet\nparams: {required: [name]}\npass: \"${ 'hello ' & args.name }\"\n");
    var dag = dags.resolve("one.yaml");
    Files.writeString(dag, "dag: one\ntasks: {a: {greet: {name: Ana}}}\n");

    assertThat(call("push", dags.toString()).out()).isEqualTo("one  version 1\n");
    var run = call("start", "one", "--name", "a", "--wait", "--json");
    assertThat(run.out()).contains("\"hello Ana\"");

    Files.writeString(dag, "dag: one\ntasks: {a: {greet: {}}}\n");
    var wrong = Call.of("validate", dags.toString());
    assertThat(wrong.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(wrong.out()).contains("one.yaml:2:").contains("lacks \"name\"");
  }

  @Test
  void actions_are_listed_with_where_they_come_from() throws IOException {
    var actions = Files.createDirectories(folder.resolve("dags").resolve("actions"));
    Files.writeString(
        actions.resolve("greet.yaml"),
        "action: greet\ndescription: Greets.\nparams: {required: [name], properties: {name: {}}}\n"
            + "pass: 1\n");
    var dags = folder.resolve("dags").toString();

    assertThat(Call.of("actions", dags).out())
        .contains("http\n", "slack_message  (millrace)\n", "channel* text* thread")
        .contains("greet  (" + actions.resolve("greet.yaml") + ")\n  Greets.\n  name*\n");
    var listed = new ObjectMapper().readTree(Call.of("actions", dags, "--json").out());
    assertThat(listed.path("actions").findValuesAsText("action")).contains("http", "greet");

    Files.writeString(actions.resolve("bad.yaml"), "action: bad\n");
    var wrong = Call.of("actions", dags);
    assertThat(wrong.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(wrong.err()).contains("bad.yaml:1:1");
  }

  @Test
  void nothing_is_pushed_when_one_document_is_wrong() {
    golden("push-wrong.txt", call("push", ORDERS, WRONG));
    golden("dags-none.txt", call("dags"));
  }

  @Test
  void a_document_that_says_the_same_again_is_told_as_unchanged() {
    call("push", WAITS);
    golden("push-again.txt", call("push", ORDERS, WAITS));
  }

  @Test
  void the_same_dag_in_two_files_is_a_problem() {
    golden("push-twice.txt", call("push", ORDERS, "./" + ORDERS));
  }

  @Test
  void what_the_host_refuses_is_told_with_status_1() {
    call("push", ORDERS);
    golden("refused-dag.txt", call("start", "order"));
    golden("refused-run.txt", call("show", "orders.gone"));
    golden("refused-input.txt", call("start", "orders", "--input", "{fail: 3}"));
    golden("refused-json.txt", call("show", "orders.gone", "--json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "push " + ORDERS,
        "dags",
        "start orders",
        "runs",
        "show a.b",
        "cancel a.b",
        "retry a.b"
      })
  void without_a_host_a_command_ends_with_status_3_and_says_how_to_start_one(String line)
      throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      api = "http://127.0.0.1:" + socket.getLocalPort();
    }
    var call = call(line.split(" "));
    assertThat(call.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(call.out()).isEmpty();
    assertThat(call.err())
        .contains("millrace: no host answers at " + api + ": nothing listens there.\n")
        .endsWith("Start one with `millrace local`, or say with --api where one answers.\n");
  }

  @Test
  void what_answers_without_being_a_host_is_told() throws IOException {
    var server = HttpServer.create();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    api = "http://127.0.0.1:" + server.getAddress().getPort();
    var call = call("dags");
    server.stop(0);
    assertThat(call.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(call.err()).contains("what answers there is no Millrace host");
  }

  private Call call(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--api");
    all.add(api);
    return Call.of(all.toArray(String[]::new));
  }

  private void golden(String name, Call call) {
    GoldenFile.matches("api/" + name, GoldenFile.masked(call.transcript(), folder));
  }

  private static JsonNode json(Call call) throws JsonProcessingException {
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    return new ObjectMapper().readTree(call.out());
  }
}
