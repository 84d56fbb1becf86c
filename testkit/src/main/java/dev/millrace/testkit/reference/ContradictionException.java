package dev.millrace.testkit.reference;

/// What happened in a run cannot have happened by the rules.
public final class ContradictionException extends RuntimeException {
  /// @param message what contradicts which rule, with the task
  public ContradictionException(String message) {
    super(message);
  }
}
