package dev.millrace.definition.expression;

/// One compiled JSONata expression. Immutable: any number of threads evaluate it at the same time.
public final class Expression {
  /// Longest text of an expression, in UTF-16 units.
  public static final int TEXT_LENGTH_MAX = 8 * 1024;

  private final String text;
  private final References references;

  private Expression(String text, References references) {
    this.text = text;
    this.references = references;
  }

  /// Compiles the text that stands between `${` and `}`.
  public static Compilation compile(String text) {
    throw new UnsupportedOperationException(text);
  }

  /// The text as it was written.
  public String text() {
    return text;
  }

  /// What the expression reads.
  public References references() {
    return references;
  }

  /// Evaluates within [Limits#STANDARD].
  ///
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Evaluation evaluate(Scope scope) {
    return evaluate(scope, Limits.STANDARD);
  }

  /// Evaluates within limits of the caller's.
  ///
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Evaluation evaluate(Scope scope, Limits limits) {
    throw new UnsupportedOperationException(scope.toString() + limits);
  }

  @Override
  public String toString() {
    return "${" + text + "}";
  }
}
