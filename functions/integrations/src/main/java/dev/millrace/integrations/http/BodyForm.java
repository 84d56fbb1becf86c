package dev.millrace.integrations.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What becomes of an answer's body.
enum BodyForm {
  /// JSON when the answer calls itself that, else text.
  AUTO,
  /// JSON, whatever the answer calls itself.
  JSON,
  /// Text.
  TEXT,
  /// Its bytes, in base64.
  BYTES,
  /// A reference to where the host stores it.
  STORED;

  /// The form of a name below `response.as`.
  static Optional<BodyForm> of(String text) {
    return Arrays.stream(values())
        .filter(form -> form != STORED && form.key().equals(text))
        .findFirst();
  }

  /// The names below `response.as`.
  static List<String> keys() {
    return Arrays.stream(values()).filter(form -> form != STORED).map(BodyForm::key).toList();
  }

  private String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
