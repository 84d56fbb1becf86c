package dev.millrace.definition.expression.syntax;

/// The operators between two operands that have a value of their own.
public enum Operator {
  ADD("+", 50),
  SUBTRACT("-", 50),
  MULTIPLY("*", 60),
  DIVIDE("/", 60),
  REMAINDER("%", 60),
  EQUAL("=", 40),
  NOT_EQUAL("!=", 40),
  LESS("<", 40),
  LESS_OR_EQUAL("<=", 40),
  GREATER(">", 40),
  GREATER_OR_EQUAL(">=", 40),
  CONCATENATE("&", 50),
  AND("and", 30),
  OR("or", 25),
  IN("in", 40),
  /// Stands between the bounds of a list only, so it never takes part in precedence.
  RANGE("..", 0);

  private final String symbol;
  private final int power;

  Operator(String symbol, int power) {
    this.symbol = symbol;
    this.power = power;
  }

  /// How it is written.
  public String symbol() {
    return symbol;
  }

  /// How tightly it binds; the tighter one takes the operand between two.
  int power() {
    return power;
  }
}
