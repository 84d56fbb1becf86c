package dev.millrace.integrations.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// As what an answer's body is read.
enum BodyForm {
  /// As JSON when the answer calls itself that, else as text.
  AUTO,
  /// As JSON, whatever the answer calls itself.
  JSON,
  /// As text.
  TEXT;

  /// The form of a name in a document.
  static Optional<BodyForm> of(String text) {
    return Arrays.stream(values())
        .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }
}
