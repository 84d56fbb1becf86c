package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.aws.AwsCredentials;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import dev.millrace.integrations.TestConnections;
import dev.millrace.integrations.TestCredentials;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections that sign as a role.
class ConnectionRolesTest {
  private static final String TOKEN = "pl4nted/s3ssion+token=";
  private static final String TASK = "arn:aws:iam::111122223333:role/task";

  private final RecordingServer sts =
      RecordingServer.started()
          .on(
              "/",
              200,
              "text/xml",
              RolesTest.answer(
                  "ASIA1", "pl4nted-role-key", TOKEN, TestAttempt.NOW.plusSeconds(3600)));
  private final RecordingServer server =
      RecordingServer.started()
          .on("/api", 200, "application/json", "{}")
          .on(
              "/api/fails",
              (exchange, request) ->
                  RecordingServer.send(exchange, 400, "text/plain", request.headers().toString()));
  private final TestConnections connections = new TestConnections();

  @AfterEach
  void close() {
    sts.close();
    server.close();
  }

  @Test
  void requests_are_signed_by_the_keys_of_the_role() {
    connect("arn:aws:iam::111122223333:role/orders");

    try (var client = Client.actingAs(settings(TestCredentials.ofHost(), Optional.of(TASK)))) {
      assertThat(get(client, "/orders")).isInstanceOf(Execution.Done.class);
      assertThat(get(client, "/orders")).isInstanceOf(Execution.Done.class);
    }

    // The host takes the role of tasks, and that one the connection's: once for both requests.
    assertThat(sts.requests())
        .extracting(request -> request.body().replaceAll(".*role%2F(\\w+).*", "$1"))
        .containsExactly("task", "orders");
    assertThat(server.requests())
        .hasSize(2)
        .allSatisfy(
            sent ->
                assertThat(sent.headers())
                    .containsEntry("x-amz-security-token", TOKEN)
                    .hasEntrySatisfying(
                        "authorization",
                        value ->
                            assertThat(value)
                                .contains("Credential=ASIA1/20261123/eu-west-1/execute-api/")));
  }

  @Test
  void a_connection_may_sign_as_the_role_of_tasks_itself() {
    connect("task");

    try (var client = Client.actingAs(settings(TestCredentials.ofHost(), Optional.of(TASK)))) {
      get(client, "/orders");
    }

    assertThat(sts.onlyRequest().body()).contains("role%2Ftask");
    assertThat(server.onlyRequest().header("authorization").orElseThrow())
        .contains("Credential=ASIA1/");
  }

  @Test
  void a_failure_shows_no_token_of_a_role() {
    connect("task");

    try (var client = Client.actingAs(settings(TestCredentials.ofHost(), Optional.of(TASK)))) {
      var failed = (Execution.Failed) get(client, "/fails");

      assertThat(failed.cause()).contains("x-amz-security-token=***").doesNotContain(TOKEN);
    }
  }

  @Test
  void without_credentials_nothing_is_sent() {
    connect("task");

    try (var client =
        Client.actingAs(settings(AwsCredentials.none("there are none."), Optional.empty()))) {
      var failed = (Execution.Failed) get(client, "/orders");

      assertThat(failed.error().text()).isEqualTo("Aws.NotConfigured");
    }
    assertThat(server.requests()).isEmpty();
  }

  private AwsSettings settings(AwsCredentials as, Optional<String> taskRole) {
    return new AwsSettings(as, taskRole, "test", Map.of("AWS_ENDPOINT_URL_STS", sts.url("")));
  }

  private void connect(String role) {
    connections.put(
        """
        connection: shop
        baseUrl: %s
        auth: {sigv4: {service: execute-api, region: eu-west-1, role: "%s"}}
        """
            .formatted(server.url("/api"), role));
  }

  private Execution get(Client client, String path) {
    return client.execute(
        TestAttempt.with("{\"get\": \"" + path + "\", \"connection\": \"shop\"}").on(connections));
  }
}
