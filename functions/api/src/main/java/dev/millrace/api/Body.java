package dev.millrace.api;

/// The body of a request.
///
/// @param form what it is written in
/// @param text empty when there is none
record Body(Form form, String text) {
  /// What a body may be written in.
  enum Form {
    JSON,
    YAML
  }

  /// Nothing was sent.
  static final Body NONE = new Body(Form.JSON, "");

  boolean isEmpty() {
    return text.isBlank();
  }
}
