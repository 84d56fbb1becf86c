package dev.millrace.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.text.JsonText;

/// What a handler answered.
record HttpReply(int status, JsonNode headers, String body) {
  static HttpReply of(String answer) {
    var json = JsonText.read(answer);
    return new HttpReply(
        json.path("statusCode").asInt(), json.path("headers"), json.path("body").asText());
  }

  String header(String name) {
    return headers.path(name).asText();
  }

  JsonNode json() {
    return JsonText.read(body);
  }
}
