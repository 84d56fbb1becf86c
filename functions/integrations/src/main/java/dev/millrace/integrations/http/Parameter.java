package dev.millrace.integrations.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A name and a value of a query or a form.
record Parameter(String name, String value) {
  private static final String UNRESERVED = "-._~";

  /// Both percent-encoded but for RFC 3986's unreserved characters. Servers take that form in
  /// queries and in forms.
  String encoded() {
    return encoded(name) + "=" + encoded(value);
  }

  /// A text percent-encoded but for RFC 3986's unreserved characters.
  static String encoded(String text) {
    var encoded = new StringBuilder(text.length());
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xFF);
      var isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      if (isPlain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
