package dev.millrace.integrations.lambda;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.engine.aws.AwsCredentials;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestCredentials;
import dev.millrace.integrations.http.AwsApi;
import dev.millrace.integrations.http.AwsSettings;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.integrations.http.RecordingServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A Lambda on loopback that answers as its API reference says, and the kind that asks it.
final class FakeLambda implements AutoCloseable {
  static final String INVOCATIONS = "/2015-03-31/functions/";

  final RecordingServer server = RecordingServer.started();
  final LambdaKind kind;

  FakeLambda() {
    this(TestCredentials.ofHost());
  }

  FakeLambda(AwsCredentials credentials) {
    // What documents may reach has nothing to do with it: the guard of the cloud refuses loopback.
    kind =
        new LambdaKind(
            new AwsApi(
                new AwsSettings(
                    credentials,
                    Optional.empty(),
                    "test",
                    Map.of("AWS_ENDPOINT_URL_LAMBDA", server.url(""))),
                HttpSettings.cloud()));
  }

  /// Answers each invocation of a function so.
  FakeLambda answering(String function, int status, Map<String, String> headers, String body) {
    server.on(
        INVOCATIONS + function + "/invocations",
        (exchange, _) -> send(exchange, status, headers, body));
    return this;
  }

  FakeLambda giving(String function, String payload) {
    return answering(
        function,
        200,
        Map.of("X-Amz-Executed-Version", "7", "x-amzn-RequestId", "3f1c-request"),
        payload);
  }

  private static void send(
      HttpExchange exchange, int status, Map<String, String> headers, String body)
      throws IOException {
    new TreeMap<>(headers).forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  Execution execute(AttemptContext attempt) {
    try {
      return kind.execute(attempt);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kind.close();
    server.close();
  }
}
