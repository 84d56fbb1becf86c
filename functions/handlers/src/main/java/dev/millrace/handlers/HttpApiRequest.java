package dev.millrace.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.api.Received;
import dev.millrace.api.RefusedException;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.text.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as an HTTP API hands it over, in payload format 2.0.
record HttpApiRequest(JsonNode event, Invocation invocation) implements Received {
  static HttpApiRequest read(InputStream in, Invocation invocation) throws IOException {
    return new HttpApiRequest(JsonText.readUtf8(in.readAllBytes()), invocation);
  }

  @Override
  public String method() {
    return event.at("/requestContext/http/method").asText();
  }

  /// HTTP APIs decode the path. Decoding it once more changes nothing that can be asked for: no
  /// name and no id has a percent sign.
  @Override
  public String path() {
    return event.path("rawPath").asText();
  }

  @Override
  public Optional<String> query() {
    return Optional.of(event.path("rawQueryString").asText()).filter(text -> !text.isEmpty());
  }

  /// A header that was sent several times comes as one, with commas between; the name in small
  /// letters.
  @Override
  public List<String> headers(String name) {
    var value = event.path("headers").path(name.toLowerCase(Locale.ROOT));
    return value.isTextual() ? List.of(value.textValue()) : List.of();
  }

  @Override
  public Map<String, List<String>> allHeaders() {
    var all = new LinkedHashMap<String, List<String>>();
    event
        .path("headers")
        .properties()
        .forEach(header -> all.put(header.getKey(), List.of(header.getValue().asText())));
    return all;
  }

  @Override
  public InputStream body() {
    var body = event.path("body").asText("");
    return new ByteArrayInputStream(
        event.path("isBase64Encoded").asBoolean()
            ? decoded(body)
            : body.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] decoded(String body) {
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          Kind.MALFORMED, "the body is not the Base64 that it is said to be");
    }
  }

  /// Whether the API's authorizer let the caller pass. It is part of the event and not of the
  /// request, so no caller can write it.
  boolean isAuthorized() {
    var authorizer = event.at("/requestContext/authorizer");
    return authorizer.path("iam").isObject() || authorizer.path("jwt").isObject();
  }

  /// The caller whom the authorizer let pass: the ARN of a user or role session, or the subject of
  /// a token.
  @Override
  public Optional<String> caller() {
    var authorizer = event.at("/requestContext/authorizer");
    var caller =
        authorizer.path("iam").isObject()
            ? authorizer.at("/iam/userArn")
            : authorizer.at("/jwt/claims/sub");
    return Optional.of(caller.asText()).filter(name -> !name.isEmpty());
  }
}
