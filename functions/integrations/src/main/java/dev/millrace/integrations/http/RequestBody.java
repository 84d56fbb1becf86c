package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// What a request, or a part of one, carries.
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

  /// Bytes.
  ///
  /// @param base64 proven to be that
  record Bytes(String base64) implements RequestBody {}

  /// Parts of a form, each with a body of its own.
  record Multipart(MultipartForm form) implements RequestBody {}

  /// The bytes that go out; none for no body.
  default byte[] bytes() {
    return switch (this) {
      case None _ -> new byte[0];
      case Json(var value) -> utf8(value.toString());
      case Form(var fields) ->
          utf8(fields.stream().map(Parameter::encoded).collect(Collectors.joining("&")));
      case Text(var written) -> utf8(written);
      case Bytes(var base64) -> Base64.getDecoder().decode(base64);
      case Multipart(var form) -> form.bytes();
    };
  }

  /// What the request says of them unless the task has a `content-type` header of its own; empty
  /// for no body.
  default String contentType() {
    return switch (this) {
      case None _ -> "";
      case Json _ -> "application/json";
      case Form _ -> "application/x-www-form-urlencoded";
      case Text _ -> "text/plain; charset=utf-8";
      case Bytes _ -> "application/octet-stream";
      case Multipart(var form) -> form.contentType();
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
