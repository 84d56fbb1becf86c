package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.FakeAws;
import dev.millrace.core.RunId;
import dev.millrace.template.LoopbackStack;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tasks of the packaged functions act on AWS as the task role, and as roles that it may take.
@Tag("slow")
@ExtendWith(TestServers.class)
class StackActsOnAwsTest {
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final String DAG =
      """
      dag: on_aws
      tasks:
        report: {lambda: {function: "report:live", payload: {n: 3}}, timeout: 40s}
        slow: {lambda: {function: report, payload: {n: 4}}, timeout: 5m}
        mail:
          lambda:
            function: mail
            mode: async
            callback: true
            payload: {notify: "${ callback.url }"}
        orders: {http: {get: /orders, connection: orders}}
      """;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void every_request_is_signed_as_who_may_send_it(DynamoDbLocal dynamoDb, ElasticMq elasticMq)
      throws Exception {
    assumeTrue(
        Files.isReadable(LoopbackStack.jar()),
        LoopbackStack.jar() + " is not there: build as far as `package`");
    try (var aws = FakeAws.started();
        var stack = new LoopbackStack(dynamoDb, elasticMq, 1, aws.environment())) {
      ask(stack, "PUT", "/connections/orders", aws.connection());
      ask(stack, "PUT", "/dags/on_aws", DAG);
      var run = new RunId(ask(stack, "POST", "/dags/on_aws/runs", "{}").path("run").asText());

      var record = stack.await(run, each -> each.state().status().hasEnded(), LONGEST);

      assertThat(record.state().status().name()).as("%s", record.error()).isEqualTo("SUCCEEDED");
      assertThat(ask(stack, "GET", "/runs/" + run, "").path("output").toString())
          .isEqualTo(
              "{\"report\":{\"rows\":3},\"slow\":{\"rows\":4},\"mail\":{\"sent\":true},"
                  + "\"orders\":[1,2]}");
      assertThat(aws.mistakes()).isEmpty();
      assertThat(aws.requests()).anyMatch(request -> request.endsWith("/sts"));
    }
  }

  private JsonNode ask(LoopbackStack stack, String method, String path, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(stack.api() + path))
            .header("Content-Type", body.startsWith("{") ? "application/json" : "application/yaml")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    var reply = http.send(request.build(), BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body() + stack.failures()).isIn(200, 201);
    return TestHost.json(reply.body());
  }
}
