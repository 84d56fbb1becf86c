package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `millrace run` of a DAG whose tasks act on AWS, as a process of its own with nothing but
/// variables to tell it where that is.
class LambdaRunTest {
  private static final long LONGEST_SECONDS = 120;

  private static final String DAG =
      """
      dag: on_aws
      tasks:
        report: {lambda: {function: "report:live", payload: {n: 3}}}
        busy: {needs: [report], lambda: {function: busy, payload: "${ tasks.report.output }"}}
        broken: {lambda: {function: broken, payload: 1}, allowFailure: true}
        gone: {lambda: {function: gone}, allowFailure: true}
        mail:
          lambda:
            function: mail
            mode: async
            callback: true
            payload: {notify: "${ callback.url }"}
        told: {lambda: {function: mail, mode: async, payload: {to: ana@example.com}}}
        orders: {http: {get: /orders, connection: orders}}
      """;

  @TempDir private Path folder = Path.of("");
  private final FakeAws aws = FakeAws.started();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void tasks_act_as_their_role_and_what_proves_it_is_nowhere_afterwards() throws Exception {
    Files.writeString(folder.resolve("on_aws.yaml"), DAG);
    Files.createDirectory(folder.resolve("connections"));
    Files.writeString(folder.resolve("connections/orders.yaml"), aws.connection());
    var data = folder.resolve("data");

    var process =
        millrace(aws.environment(), "run", "on_aws.yaml", "--json", "--data", data.toString());

    assertThat(process.exit()).as(process.err()).isZero();
    var run = new ObjectMapper().readTree(process.out());
    assertThat(output(run, "report")).isEqualTo("{\"rows\":3}");
    assertThat(output(run, "busy")).isEqualTo("\"free again\"");
    assertThat(task(run, "busy").path("attempts").intValue()).isEqualTo(2);
    assertThat(output(run, "mail")).isEqualTo("{\"sent\":true}");
    assertThat(output(run, "told")).isEqualTo("{\"requestId\":\"3f1c-request\"}");
    assertThat(output(run, "orders")).isEqualTo("[1,2]");
    assertThat(task(run, "broken").at("/error/name").asText()).isEqualTo("Lambda.ValueError");
    assertThat(task(run, "broken").at("/error/cause").asText())
        .contains("no day", "[***]")
        .contains(FakeAws.TASK.id());
    assertThat(task(run, "gone").at("/error/name").asText())
        .isEqualTo("Aws.Lambda.ResourceNotFoundException");
    assertThat(aws.mistakes()).isEmpty();
    // Once for each role, though all tasks began together.
    assertThat(aws.requests().stream().filter(request -> request.endsWith("/sts"))).hasSize(2);

    var kept = new StringBuilder(process.out()).append(process.err());
    try (var files = Files.walk(data)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        kept.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(kept).contains("ValueError");
    for (var keys : List.of(FakeAws.HOST, FakeAws.TASK, FakeAws.ORDERS)) {
      assertThat(kept.toString().contains(keys.secret())).as("key of " + keys.id()).isFalse();
      assertThat(!keys.token().isEmpty() && kept.toString().contains(keys.token()))
          .as("token of " + keys.id())
          .isFalse();
    }
  }

  @Test
  void without_credentials_a_run_says_what_to_do() throws Exception {
    Files.writeString(
        folder.resolve("on_aws.yaml"), "dag: on_aws\ntasks: {a: {lambda: {function: a}}}\n");

    var process =
        millrace(
            Map.of(
                "AWS_REGION",
                FakeAws.REGION,
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "AWS_CONFIG_FILE",
                folder.resolve("none").toString(),
                "AWS_SHARED_CREDENTIALS_FILE",
                folder.resolve("none").toString()),
            "run",
            "on_aws.yaml");

    assertThat(process.exit()).isEqualTo(ExitStatus.FAILED.code());
    assertThat(process.err())
        .contains(
            "a  FAILED  Aws.NotConfigured: you have no credentials of AWS here. Log in, for"
                + " example with `aws sso login`, or set AWS_PROFILE. The SDK says: Unable to load"
                + " credentials");
  }

  private record Ended(int exit, String out, String err) {}

  private Ended millrace(Map<String, String> variables, String... words)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.millrace.cli.Millrace"));
    command.addAll(List.of(words));
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    var starting =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    starting.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    starting.environment().putAll(variables);
    var process = starting.start();
    try {
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static JsonNode task(JsonNode run, String name) {
    for (var task : run.path("tasks")) {
      if (task.path("task").asText().equals(name)) {
        return task;
      }
    }
    throw new AssertionError(name + " in " + run);
  }

  private static String output(JsonNode run, String name) {
    return task(run, name).path("output").toString();
  }
}
