package dev.millrace.testkit.dag;

/// An action started that the test says nothing of, and that reaches outside.
public final class NoScriptException extends RuntimeException {
  NoScriptException(String message) {
    super(message);
  }
}
