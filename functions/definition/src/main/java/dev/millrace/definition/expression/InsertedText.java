package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// Values as they stand within a text.
final class InsertedText {
  /// Numbers with more digits than this before or behind the point keep their exponent.
  private static final int DIGITS_MAX = 30;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private InsertedText() {}

  /// A text as it is; all else as compact JSON, but numbers without an exponent where that is short:
  /// `10000000.0`, not `1.0E7`.
  static String of(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> value.textValue();
      case NUMBER -> number(value);
      default -> value.toString();
    };
  }

  private static String number(JsonNode number) {
    if (number.isIntegralNumber()) {
      return number.toString();
    }
    var decimal = number.decimalValue();
    boolean isShort =
        Math.abs(decimal.scale()) <= DIGITS_MAX && decimal.precision() <= DIGITS_MAX;
    return isShort ? decimal.toPlainString() : number.toString();
  }

  /// A text with all but RFC 3986's unreserved characters percent-encoded as UTF-8; empty when half
  /// of a surrogate pair in it makes that impossible.
  static Optional<String> percentEncoded(String text) {
    ByteBuffer bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    var encoded = new StringBuilder(text.length());
    while (bytes.hasRemaining()) {
      byte value = bytes.get();
      if (isUnreserved(value)) {
        encoded.append((char) value);
      } else {
        encoded.append('%').append(HEX.toHexDigits(value));
      }
    }
    return Optional.of(encoded.toString());
  }

  private static boolean isUnreserved(byte value) {
    return value >= 'a' && value <= 'z'
        || value >= 'A' && value <= 'Z'
        || value >= '0' && value <= '9'
        || value == '-'
        || value == '.'
        || value == '_'
        || value == '~';
  }
}
