package dev.millrace.definition.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Reads decimal numbers exactly, or refuses them: no digit is lost silently.
sealed interface Numbers {
  /// The number; of a refused one a stand-in.
  JsonNode value();

  /// Read without loss.
  record Exact(JsonNode value) implements Numbers {}

  /// Not to be represented as a JSON number that others read alike.
  record Refused(String message, String mend) implements Numbers {
    @Override
    public JsonNode value() {
      return IntNode.valueOf(1);
    }
  }

  /// Reads the text of a number: an integer or decimal with or without exponent.
  static Numbers read(String text) {
    if (text.length() > DocumentReader.NUMBER_MAX) {
      return new Refused(
          "a number has %,d characters; at most %d are read."
              .formatted(text.length(), DocumentReader.NUMBER_MAX),
          "Put it in quotes if it is an identifier.");
    }
    var digits = text.startsWith("+") ? text.substring(1) : text;
    if (digits.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
      return new Exact(integer(new BigInteger(digits)));
    }
    var decimal = new BigDecimal(digits);
    var near = decimal.doubleValue();
    if (Double.isInfinite(near) || (near == 0 && decimal.signum() != 0)) {
      return new Refused(
          "the number " + text + " is beyond what JSON readers agree on (about 1e-308 to 1e308).",
          "Put it in quotes to hand it on as text.");
    }
    var exact = BigDecimal.valueOf(near).compareTo(decimal) == 0;
    return new Exact(exact ? DoubleNode.valueOf(near) : DecimalNode.valueOf(decimal));
  }

  /// The smallest node that holds an integer, so that equal numbers are equal nodes.
  static JsonNode integer(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(number.intValue());
    }
    return number.bitLength() < Long.SIZE
        ? LongNode.valueOf(number.longValue())
        : BigIntegerNode.valueOf(number);
  }
}
