package dev.millrace.api;

import java.util.Locale;

/// What a `Content-Type` header says (RFC 9110, 8.3.1).
///
/// @param essence type and subtype in lower case, without parameters
record MediaType(String essence) {
  /// Of a header, whatever it says.
  static MediaType of(String header) {
    return new MediaType(header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  boolean isJson() {
    return essence.equals("application/json") || essence.equals("text/json") || hasSuffix("+json");
  }

  boolean isYaml() {
    return switch (essence) {
      case "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml" -> true;
      default -> hasSuffix("+yaml");
    };
  }

  boolean isForm() {
    return essence.equals("application/x-www-form-urlencoded");
  }

  boolean isPlainText() {
    return essence.equals("text/plain");
  }

  private boolean hasSuffix(String suffix) {
    return essence.startsWith("application/") && essence.endsWith(suffix);
  }
}
