package dev.millrace.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Percent-encoding (RFC 3986), strictly: what is no UTF-8 or no hexadecimal digit is refused.
final class Percent {
  /// What a plus sign stands for.
  enum Plus {
    /// For itself, as in paths.
    ITSELF,
    /// For a blank, as in queries that forms make.
    BLANK
  }

  private Percent() {}

  /// The text without its encoding; empty when it is malformed.
  static Optional<String> decode(String text, Plus plus) {
    if (text.indexOf('%') < 0 && (plus == Plus.ITSELF || text.indexOf('+') < 0)) {
      return Optional.of(text);
    }
    var bytes = new ByteArrayOutputStream(text.length());
    var encoded = text.getBytes(StandardCharsets.UTF_8);
    for (var at = 0; at < encoded.length; at++) {
      if (encoded[at] == '%') {
        var high = at + 1 < encoded.length ? Character.digit(encoded[at + 1], 16) : -1;
        var low = at + 2 < encoded.length ? Character.digit(encoded[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes.write(high << 4 | low);
        at += 2;
      } else {
        bytes.write(encoded[at] == '+' && plus == Plus.BLANK ? ' ' : encoded[at]);
      }
    }
    return decodeUtf8(bytes.toByteArray());
  }

  /// Text of UTF-8 bytes; empty when they are none.
  static Optional<String> decodeUtf8(byte[] bytes) {
    try {
      // A new decoder reports what is malformed instead of replacing it.
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
