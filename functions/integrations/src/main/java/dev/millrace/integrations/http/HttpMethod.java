package dev.millrace.integrations.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The methods that requests may have.
enum HttpMethod {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE,
  HEAD,
  OPTIONS;

  /// The key that stands for the method in a document.
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether a second request does no more than the first (RFC 9110, 9.2.2).
  boolean isIdempotent() {
    return switch (this) {
      case GET, HEAD, OPTIONS, PUT, DELETE -> true;
      case POST, PATCH -> false;
    };
  }

  /// Whether a request may have a body whose meaning is defined.
  boolean takesBody() {
    return switch (this) {
      case POST, PUT, PATCH, DELETE -> true;
      case GET, HEAD, OPTIONS -> false;
    };
  }

  /// The method of a name in small or capital letters.
  static Optional<HttpMethod> of(String text) {
    return Arrays.stream(values())
        .filter(method -> method.name().equals(text) || method.key().equals(text))
        .findFirst();
  }

  /// The keys of all methods.
  static List<String> keys() {
    return Arrays.stream(values()).map(HttpMethod::key).toList();
  }
}
