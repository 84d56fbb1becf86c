package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.RunId;
import dev.millrace.template.LoopbackStack;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The same as [PlantedSecretsTest] for the packaged functions: no secret is in a table, in the
/// bucket, in a message, in an answer or in a log.
@Tag("slow")
@ExtendWith(TestServers.class)
class PlantedSecretsOnStackTest {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final String PREFIX = "/millrace/";

  private final HttpClient http = HttpClient.newHttpClient();
  private final StringBuilder said = new StringBuilder();

  @Test
  void no_secret_is_anywhere_whatever_goes_wrong(DynamoDbLocal dynamoDb, ElasticMq elasticMq)
      throws Exception {
    assumeTrue(
        Files.isReadable(LoopbackStack.jar()),
        LoopbackStack.jar() + " is not there: build as far as `package`");
    try (var server = EchoServer.started();
        var stack = new LoopbackStack(dynamoDb, elasticMq, 1)) {
      Planted.SECRETS.forEach((name, value) -> stack.parameters().keep(PREFIX + name, value));
      stack.parameters().keep(PREFIX + "pem/certificate", Planted.CERTIFICATE);
      for (var connection : Planted.connections(server).entrySet()) {
        var document = "connection: " + connection.getKey() + "\n" + connection.getValue();
        send(stack, "PUT", "/connections/" + connection.getKey(), onStack(document));
      }
      send(stack, "PUT", "/dags/planted", onStack(Planted.dag(server)));
      var id = new RunId(send(stack, "POST", "/dags/planted/runs", "").path("run").asText());
      stack.await(id, record -> record.state().status().hasEnded(), LONGEST);

      askAll(stack, id, server);
      for (var secret : Planted.SECRETS.entrySet()) {
        if (!Planted.PROOFS.contains(secret.getKey())) {
          assertThat(
                  Planted.forms(secret.getValue()).stream().anyMatch(server.received()::contains))
              .as("%s was sent", secret.getKey())
              .isTrue();
        }
      }
      assertThat(stack.stored()).contains("Http.401", "planted", "The body begins: ");
      assertThat(stack.traffic()).contains("planted");
      assertThat(stack.logs()).contains("planted");
      for (var secret : Planted.SECRETS.entrySet()) {
        for (var form : Planted.forms(secret.getValue())) {
          assertThat(stack.stored().contains(form)).as("%s in tables", secret.getKey()).isFalse();
          assertThat(stack.traffic().contains(form))
              .as("%s in messages", secret.getKey())
              .isFalse();
          assertThat(stack.logs().contains(form)).as("%s in logs", secret.getKey()).isFalse();
          assertThat(said.indexOf(form)).as("%s in answers", secret.getKey()).isNegative();
        }
      }
    }
  }

  /// There are parameters alone, and no attempt need wait as long as on a laptop.
  private static String onStack(String document) {
    return document.replace("secret://", "ssm://").replace("timeout: 6s", "timeout: 3s");
  }

  private void askAll(LoopbackStack stack, RunId id, EchoServer server) throws Exception {
    for (var path : new String[] {"/connections", "/runs", "/dags/planted"}) {
      send(stack, "GET", path, "");
    }
    for (var name : Planted.connections(server).keySet()) {
      send(stack, "GET", "/connections/" + name, "");
    }
    var errors = new TreeSet<String>();
    for (var task : send(stack, "GET", "/runs/" + id + "?tasks=all", "").path("tasks")) {
      send(stack, "GET", "/runs/" + id + "/tasks/" + task.path("task").asText(), "");
      errors.add(task.at("/error/name").asText(""));
    }
    assertThat(errors).contains("", "Http.401", "Http.500", "Http.Timeout", "Http.Tls");
  }

  private JsonNode send(LoopbackStack stack, String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(stack.api() + path))
            .header("Content-Type", "application/yaml")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    var reply = http.send(request, BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(method + " " + path + reply.body()).isIn(200, 201);
    said.append(reply.body()).append(reply.headers().map());
    return new ObjectMapper().readTree(reply.body());
  }
}
