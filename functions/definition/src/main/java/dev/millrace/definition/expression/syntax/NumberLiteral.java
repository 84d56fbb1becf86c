package dev.millrace.definition.expression.syntax;

import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.math.BigInteger;
import java.util.Optional;

/// Numbers as they are written in expressions.
public final class NumberLiteral {
  /// Up to here doubles tell every whole number from its neighbours.
  public static final long WHOLE_DOUBLE_MAX = 1L << 53;

  private NumberLiteral() {}

  /// A whole number of any length, exactly.
  public static Optional<NumericNode> whole(String digits) {
    var value = new BigInteger(digits);
    return Optional.of(
        value.bitLength() < Long.SIZE ? of(value.longValue()) : BigIntegerNode.valueOf(value));
  }

  /// A number with a fraction or an exponent, unless it is beyond the doubles.
  public static Optional<NumericNode> decimal(String written) {
    double value = Double.parseDouble(written);
    return Double.isInfinite(value) ? Optional.empty() : Optional.of(of(value));
  }

  /// The number with the other sign.
  public static NumericNode negated(NumericNode number) {
    if (!number.isIntegralNumber()) {
      return of(-number.doubleValue());
    }
    var value = number.bigIntegerValue().negate();
    return value.bitLength() < Long.SIZE ? of(value.longValue()) : BigIntegerNode.valueOf(value);
  }

  /// The node of a whole number.
  public static NumericNode of(long value) {
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  /// The node of a finite double: a whole one where it has no fraction, so that results read `2`
  /// and not `2.0`.
  public static NumericNode of(double value) {
    return value == Math.rint(value) && Math.abs(value) <= WHOLE_DOUBLE_MAX
        ? of((long) value)
        : DoubleNode.valueOf(value);
  }
}
