package dev.millrace.integrations.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A form of parts (RFC 7578). What stands between the parts is made of their digest: the same form
/// always goes out as the same bytes, and no part can hold the line that would end it.
record MultipartForm(List<Part> parts) {
  /// Most parts of a form.
  static final int PARTS_MAX = 1_000;

  private static final int BOUNDARY_BYTES = 24;

  /// Copies the list.
  MultipartForm {
    parts = List.copyOf(parts);
  }

  /// One part.
  ///
  /// @param type instead of what its body calls itself
  record Part(String name, Optional<String> filename, Optional<String> type, RequestBody body) {
    private String head() {
      var head = new StringBuilder("Content-Disposition: form-data; name=\"");
      head.append(quoted(name)).append('"');
      filename.ifPresent(file -> head.append("; filename=\"").append(quoted(file)).append('"'));
      head.append("\r\n");
      contentType().ifPresent(is -> head.append("Content-Type: ").append(is).append("\r\n"));
      return head.append("\r\n").toString();
    }

    /// A text that is no file needs none: that is what a field of a form is.
    private Optional<String> contentType() {
      return filename.isEmpty() && body instanceof RequestBody.Text
          ? type
          : type.or(() -> Optional.of(body.contentType()));
    }

    /// As browsers write names (WHATWG, multipart/form-data encoding algorithm).
    private static String quoted(String text) {
      return text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary();
  }

  byte[] bytes() {
    var boundary = boundary();
    var bytes = new ByteArrayOutputStream();
    for (var part : parts) {
      bytes.writeBytes(utf8("--" + boundary + "\r\n" + part.head()));
      bytes.writeBytes(part.body().bytes());
      bytes.writeBytes(utf8("\r\n"));
    }
    bytes.writeBytes(utf8("--" + boundary + "--\r\n"));
    return bytes.toByteArray();
  }

  private String boundary() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        var body = part.body().bytes();
        digest.update(utf8(part.head() + body.length + "\n"));
        digest.update(body);
      }
      return "millrace-" + HexFormat.of().formatHex(digest.digest(), 0, BOUNDARY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
