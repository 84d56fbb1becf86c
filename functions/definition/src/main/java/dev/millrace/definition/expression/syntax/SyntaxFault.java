package dev.millrace.definition.expression.syntax;

/// A text is not an expression. Thrown within the compiler only; callers get it as a value.
public final class SyntaxFault extends RuntimeException {
  private final int offset;

  /// @param offset where in the expression's text, in UTF-16 units from 0
  public SyntaxFault(String message, int offset) {
    // Without a stack trace: it is a user's mistake, not one of the code.
    super(message, null, false, false);
    this.offset = offset;
  }

  /// Where in the expression's text, in UTF-16 units from 0.
  public int offset() {
    return offset;
  }

  /// What is wrong.
  public String message() {
    return String.valueOf(getMessage());
  }
}
