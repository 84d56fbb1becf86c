package dev.millrace.integrations.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Bytes that grow as they come in and can be looked at without another copy.
final class ReceivedBytes extends ByteArrayOutputStream {
  /// Bytes of a body that a failure shows.
  static final int EXCERPT_MAX = 1_024;

  /// All bytes, to be read before more come.
  ByteBuffer view() {
    return ByteBuffer.wrap(buf, 0, count).asReadOnlyBuffer();
  }

  /// The beginning as text for people, without what would disturb a terminal.
  String excerpt() {
    var length = Math.min(count, EXCERPT_MAX);
    // A character that the cut has halved is left out.
    while (length < count && length > 0 && (buf[length] & 0xC0) == 0x80) {
      length--;
    }
    var text = new String(buf, 0, length, StandardCharsets.UTF_8).strip();
    var shown = text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
    return count > length ? shown + "…" : shown;
  }
}
