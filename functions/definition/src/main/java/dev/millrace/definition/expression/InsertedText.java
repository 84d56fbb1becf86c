package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;

/// Values as they stand within a text.
final class InsertedText {
  /// Numbers with more digits than this before or behind the point keep their exponent.
  private static final int DIGITS_MAX = 30;

  private InsertedText() {}

  /// A text as it is; all else as compact JSON, but numbers without an exponent where that is
  /// short: `10000000.0`, not `1.0E7`.
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
    boolean isShort = Math.abs(decimal.scale()) <= DIGITS_MAX && decimal.precision() <= DIGITS_MAX;
    if (!isShort) {
      return number.toString();
    }
    var plain = decimal.toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }
}
