package dev.millrace.definition.expression.function;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// Percent-encodes texts as UTF-8.
public final class PercentEncoding {
  /// What RFC 3986 calls unreserved, besides letters and digits.
  public static final String UNRESERVED = "-._~";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /// The text with all but ASCII's letters and digits and some other signs encoded; empty when half
  /// of a surrogate pair in it makes that impossible.
  ///
  /// @param kept signs of ASCII that stay as they are
  public static Optional<String> of(String text, String kept) {
    ByteBuffer bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    var encoded = new StringBuilder(text.length());
    while (bytes.hasRemaining()) {
      byte value = bytes.get();
      if (isLetterOrDigit(value) || kept.indexOf(value) >= 0) {
        encoded.append((char) value);
      } else {
        encoded.append('%').append(HEX.toHexDigits(value));
      }
    }
    return Optional.of(encoded.toString());
  }

  private static boolean isLetterOrDigit(byte value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || (value >= '0' && value <= '9');
  }
}
