package dev.millrace.definition.expression;

/// The thread was interrupted while it evaluated an expression. This says nothing about the
/// expression: whoever works on a message gives it back to be delivered again. The thread's
/// interrupted status is left set.
public final class EvaluationInterrupted extends RuntimeException {
  EvaluationInterrupted() {
    super("the thread was interrupted while it evaluated an expression");
  }
}
