package dev.millrace.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Calls the HTTP API of a host.
public final class Api implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /// A host answers within this, or it is not well.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private static final String CONTENT_TYPE = "Content-Type";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI base;
  private final Optional<Signing> signing;
  private final HttpClient client =
      // HTTP/1.1: the offer to change to 2 on a plain connection confuses some proxies.
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  /// @param base where the host answers
  /// @param signing signs every call; it is closed with this
  public Api(URI base, Optional<Signing> signing) {
    this.base = base;
    this.signing = signing;
  }

  /// Where the host answers.
  public URI base() {
    return base;
  }

  /// Reads something.
  public Answer get(String path) throws InterruptedException {
    return send("GET", path, Map.of(), new byte[0]);
  }

  /// Asks for something to be done.
  public Answer post(String path, JsonNode body) throws InterruptedException {
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return send("POST", path, Map.of(CONTENT_TYPE, "application/json"), bytes);
  }

  /// Stores a document.
  ///
  /// @param type `application/json` or `application/yaml`
  public Answer put(String path, String type, byte[] body) throws InterruptedException {
    return send("PUT", path, Map.of(CONTENT_TYPE, type), body);
  }

  /// A part of a path, with everything encoded that would change its meaning there.
  public static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private URI address(String path) {
    var address = base.toString();
    var stripped = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    return URI.create(stripped + path);
  }

  private Answer send(String method, String path, Map<String, String> headers, byte[] body)
      throws InterruptedException {
    var address = address(path);
    var request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER_MAX)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (signing.isEmpty()) {
      headers.forEach(request::setHeader);
      return send(request);
    }
    return switch (signing.get().sign(method, address, headers, body)) {
      case Signing.Signed.Headers(var signed) -> {
        signed.forEach(request::setHeader);
        yield send(request);
      }
      case Signing.Signed.Impossible(var cause) -> new Answer.Unsigned(cause);
    };
  }

  private Answer send(HttpRequest.Builder request) throws InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (HttpConnectTimeoutException e) {
      return new Answer.Unreachable("no connection within " + CONNECT_MAX.toSeconds() + " s");
    } catch (HttpTimeoutException e) {
      return new Answer.Unreachable("no answer within " + ANSWER_MAX.toSeconds() + " s");
    } catch (ConnectException e) {
      return new Answer.Unreachable("nothing listens there");
    } catch (IOException e) {
      return new Answer.Unreachable(
          Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
    }
    return answer(response.statusCode(), response.body());
  }

  private static Answer answer(int status, byte[] body) {
    var json = parsed(body);
    if (status / 100 == 2) {
      return json.<Answer>map(found -> new Answer.Done(status, found))
          .orElseGet(() -> new Answer.Unreachable("what answers there is no Millrace host"));
    }
    return new Answer.Refused(
        status,
        json.filter(JsonNode::isObject)
            .map(ObjectNode.class::cast)
            .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("status", status)));
  }

  private static Optional<JsonNode> parsed(byte[] body) {
    try {
      return body.length == 0
          ? Optional.of(JsonNodeFactory.instance.nullNode())
          : Optional.of(MAPPER.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be read", e);
    }
  }

  @Override
  public void close() {
    signing.ifPresent(Signing::close);
    client.close();
  }
}
