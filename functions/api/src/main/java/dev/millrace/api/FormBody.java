package dev.millrace.api;

import dev.millrace.api.HttpProblem.Kind;
import java.util.ArrayList;
import java.util.List;

/// Reads what a form sends as `application/x-www-form-urlencoded` (the URL standard, 5.1), within a
/// bound: whoever sends it may be anybody.
final class FormBody {
  /// Most fields of a form.
  private static final int FIELDS_MAX = 1_000;

  private FormBody() {}

  /// One of them.
  record Field(String name, String value) {}

  /// The fields in the order in which they were sent.
  ///
  /// @throws RefusedException when there are too many, or one is not percent-encoded UTF-8
  static List<Field> read(String text) {
    var parts = text.split("&", FIELDS_MAX + 1);
    if (parts.length > FIELDS_MAX) {
      throw new RefusedException(
          Kind.MALFORMED, "a form has at most %,d fields".formatted(FIELDS_MAX));
    }
    var fields = new ArrayList<Field>();
    for (var part : parts) {
      if (!part.isEmpty()) {
        var equals = part.indexOf('=');
        fields.add(
            equals < 0
                ? new Field(decoded(part), "")
                : new Field(
                    decoded(part.substring(0, equals)), decoded(part.substring(equals + 1))));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return Percent.decode(text, Percent.Plus.BLANK)
        .orElseThrow(
            () -> new RefusedException(Kind.MALFORMED, "the form is not percent-encoded UTF-8"));
  }
}
