package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.document.Dags;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that sign in in every way and fail in every way, against a server that repeats what it is
/// sent: none of the secrets is anywhere afterwards but where it was kept.
class PlantedSecretsTest {
  @TempDir private Path folder = Path.of("");
  private final EchoServer server = EchoServer.started();
  private final Logged logged = new Logged();
  private final StringBuilder said = new StringBuilder();

  @BeforeEach
  void plant() throws IOException {
    Logger.getLogger("").addHandler(logged);
    Files.createDirectories(data());
    var kept = new ObjectMapper().createObjectNode();
    Planted.SECRETS.forEach(kept::put);
    kept.put("pem/certificate", Planted.CERTIFICATE);
    var file = data().resolve("secrets.yaml");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, kept.toString());
    Files.createDirectories(folder.resolve("dags/connections"));
    for (var connection : Planted.connections(server).entrySet()) {
      Files.writeString(
          folder.resolve("dags/connections/" + connection.getKey() + ".yaml"),
          "connection: " + connection.getKey() + "\n" + connection.getValue());
    }
    Files.writeString(folder.resolve("dags/planted.yaml"), Planted.dag(server));
  }

  @AfterEach
  void close() {
    Logger.getLogger("").removeHandler(logged);
    server.close();
  }

  @Test
  void no_secret_is_anywhere_whatever_goes_wrong() throws Exception {
    call("validate", folder.resolve("dags").toString());
    call("run", folder.resolve("dags/planted.yaml").toString(), "--data", data().toString());
    call("runs", "--data", data().toString());
    var id = askApi();
    call("show", id, "--data", data().toString());

    // They were sent, each of them, or nothing would be proven.
    for (var secret : Planted.SECRETS.entrySet()) {
      if (!Planted.PROOFS.contains(secret.getKey())) {
        assertThat(Planted.forms(secret.getValue()).stream().anyMatch(server.received()::contains))
            .as("%s was sent", secret.getKey())
            .isTrue();
      }
    }
    var stored = stored();
    assertThat(stored).contains("Http.401", "planted", "The body begins: ");
    assertThat(stored.contains("pl4nted-token-6c")).as("a token that was fetched").isFalse();
    for (var secret : Planted.SECRETS.entrySet()) {
      for (var form : Planted.forms(secret.getValue())) {
        assertThat(stored.contains(form)).as("%s in the data folder", secret.getKey()).isFalse();
        assertThat(said.indexOf(form)).as("%s in answers", secret.getKey()).isNegative();
        assertThat(logged.text().contains(form)).as("%s in logs", secret.getKey()).isFalse();
      }
    }
  }

  /// Everything that the API says of the run, its tasks and the connections.
  private String askApi() throws IOException, InterruptedException {
    var options = HostOptions.in(data()).withApi(HostOptions.ADDRESS, 0);
    try (var host = ((LocalHost.Opening.Open) LocalHost.open(options, Dags.kinds())).host();
        var client = HttpClient.newHttpClient()) {
      host.start();
      var api = host.baseUrl().orElseThrow();
      for (var path : List.of("/connections", "/runs", "/dags/planted")) {
        ask(client, api + path);
      }
      for (var name : Planted.connections(server).keySet()) {
        assertThat(ask(client, api + "/connections/" + name)).contains(name);
      }
      var id = new ObjectMapper().readTree(ask(client, api + "/runs")).at("/runs/0/run").asText();
      var run = new ObjectMapper().readTree(ask(client, api + "/runs/" + id + "?tasks=all"));
      ask(client, api + "/runs/" + id + "/events");
      var errors = new TreeSet<String>();
      for (var task : run.path("tasks")) {
        var name = task.path("task").asText();
        ask(client, api + "/runs/" + id + "/tasks/" + name);
        errors.add(task.at("/error/name").asText(""));
        assertCauseIsHidden(task);
      }
      assertThat(errors)
          .contains(
              "",
              "Http.401",
              "Http.500",
              "Http.Timeout",
              "Http.BadBody",
              "Http.Unexpected",
              "Http.ConnectionLost",
              "Http.Tls",
              "Http.PollFailed",
              "Connection.TokenRefused");
      return id;
    }
  }

  private static void assertCauseIsHidden(JsonNode task) {
    var cause = task.at("/error/cause").asText("");
    if (task.path("task").asText().matches("(basic|bearer|header|key|extra|oauth)_http_401")) {
      assertThat(cause).as(task.path("task").asText()).contains("***");
    }
  }

  private String ask(HttpClient client, String url) throws IOException, InterruptedException {
    var reply =
        client.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(url).isEqualTo(200);
    said.append(reply.body()).append(reply.headers().map());
    return reply.body();
  }

  private void call(String... words) {
    var call = Call.of(words);
    assertThat(call.status()).as(call.err()).isNotEqualTo(ExitStatus.WRONG_USE);
    said.append(call.transcript());
  }

  private Path data() {
    return folder.resolve("data");
  }

  /// Every byte of the data folder but the file of secrets itself: database, log of writes, ...
  private String stored() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.walk(data())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals("secrets.yaml")) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all.toString();
  }

  /// Everything that was logged.
  private static final class Logged extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Logged() {
      setFormatter(new SimpleFormatter());
    }

    String text() {
      return String.join("", lines);
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(getFormatter().format(line));
    }

    @Override
    public void flush() {
      // nothing is held back
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
