package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import dev.millrace.definition.expression.syntax.NumberLiteral;
import java.util.OptionalLong;

/// Arithmetic over numeric nodes: exact while both operands and the result are whole numbers of 64
/// bits, in doubles otherwise, as JSONata has it. Comparison is exact for all numbers.
public final class Numbers {
  private Numbers() {}

  /// The whole number that a node holds, if it holds one of at most 64 bits and without a fraction.
  public static OptionalLong whole(JsonNode number) {
    if (number.isIntegralNumber()) {
      return number.canConvertToLong() ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
    double value = number.doubleValue();
    // Beyond this every double is whole, but not the number that was meant.
    return value == Math.rint(value) && Math.abs(value) < 0x1p63
        ? OptionalLong.of((long) value)
        : OptionalLong.empty();
  }

  private static boolean isLong(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToLong();
  }

  /// The node of a double.
  ///
  /// @throws Halt.Fault when it is infinite or not a number, which JSON cannot say
  public static NumericNode of(double value) {
    if (!Double.isFinite(value)) {
      throw new Halt.Fault("the number is out of range");
    }
    return NumberLiteral.of(value);
  }

  /// The node of a whole number.
  public static NumericNode of(long value) {
    return NumberLiteral.of(value);
  }

  public static JsonNode add(JsonNode left, JsonNode right) {
    if (isLong(left) && isLong(right)) {
      long sum = left.longValue() + right.longValue();
      // The sum has the wrong sign only when both operands have the other one.
      if (((left.longValue() ^ sum) & (right.longValue() ^ sum)) >= 0) {
        return of(sum);
      }
    }
    return of(left.doubleValue() + right.doubleValue());
  }

  public static JsonNode subtract(JsonNode left, JsonNode right) {
    if (isLong(left) && isLong(right)) {
      long difference = left.longValue() - right.longValue();
      if (((left.longValue() ^ right.longValue()) & (left.longValue() ^ difference)) >= 0) {
        return of(difference);
      }
    }
    return of(left.doubleValue() - right.doubleValue());
  }

  public static JsonNode multiply(JsonNode left, JsonNode right) {
    if (isLong(left) && isLong(right)) {
      long high = Math.multiplyHigh(left.longValue(), right.longValue());
      long low = left.longValue() * right.longValue();
      if (high == low >> (Long.SIZE - 1)) {
        return of(low);
      }
    }
    return of(left.doubleValue() * right.doubleValue());
  }

  /// Divides: a whole number where there is no rest.
  ///
  /// @throws Halt.Fault for a division by zero
  public static JsonNode divide(JsonNode left, JsonNode right) {
    refuseZero(right);
    if (isLong(left) && isLong(right) && right.longValue() != -1) {
      long divisor = right.longValue();
      if (left.longValue() % divisor == 0) {
        return of(left.longValue() / divisor);
      }
    }
    return of(left.doubleValue() / right.doubleValue());
  }

  /// The rest of a division, with the sign of the left operand.
  ///
  /// @throws Halt.Fault for a division by zero
  public static JsonNode remainder(JsonNode left, JsonNode right) {
    refuseZero(right);
    return isLong(left) && isLong(right)
        ? of(left.longValue() % right.longValue())
        : of(left.doubleValue() % right.doubleValue());
  }

  private static void refuseZero(JsonNode divisor) {
    if (divisor.doubleValue() == 0) {
      throw new Halt.Fault("it divides by zero");
    }
  }

  public static JsonNode negate(JsonNode number) {
    return number instanceof NumericNode numeric
        ? NumberLiteral.negated(numeric)
        : of(-number.doubleValue());
  }

  /// Compares by value, exactly: whole numbers that are one double keep apart.
  public static int compare(JsonNode left, JsonNode right) {
    if (isLong(left) && isLong(right)) {
      return Long.compare(left.longValue(), right.longValue());
    }
    if (isExactAsDouble(left) && isExactAsDouble(right)) {
      // Not Double.compare, for which minus zero is less than zero.
      return left.doubleValue() < right.doubleValue()
          ? -1
          : left.doubleValue() > right.doubleValue() ? 1 : 0;
    }
    return left.decimalValue().compareTo(right.decimalValue());
  }

  private static boolean isExactAsDouble(JsonNode number) {
    return number.isDouble()
        || (isLong(number) && Math.abs(number.longValue()) <= NumberLiteral.WHOLE_DOUBLE_MAX);
  }
}
