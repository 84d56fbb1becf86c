package dev.millrace.definition.expression;

/// What became of the text of an expression.
public sealed interface Compilation {
  /// The text is an expression.
  record Compiled(Expression expression) implements Compilation {}

  /// The text is none.
  ///
  /// @param message what is wrong and, where it is known, what was probably meant
  /// @param offset where in the text, in UTF-16 units from 0; the text's length for its end
  record Rejected(String message, int offset) implements Compilation {}
}
