package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// What a request carries.
sealed interface RequestBody {
  /// Nothing.
  record None() implements RequestBody {}

  /// A JSON value.
  record Json(JsonNode value) implements RequestBody {}

  /// Fields of a form.
  record Form(List<Parameter> fields) implements RequestBody {
    /// Copies the list.
    public Form {
      fields = List.copyOf(fields);
    }
  }

  /// A text.
  record Text(String text) implements RequestBody {}

  /// The bytes that go out; none for no body.
  default byte[] bytes() {
    var text =
        switch (this) {
          case None _ -> "";
          case Json(var value) -> value.toString();
          case Form(var fields) ->
              fields.stream().map(Parameter::encoded).collect(Collectors.joining("&"));
          case Text(var written) -> written;
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// What the request says of them unless the task has a `content-type` header of its own; empty
  /// for no body.
  default String contentType() {
    return switch (this) {
      case None _ -> "";
      case Json _ -> "application/json";
      case Form _ -> "application/x-www-form-urlencoded";
      case Text _ -> "text/plain; charset=utf-8";
    };
  }
}
