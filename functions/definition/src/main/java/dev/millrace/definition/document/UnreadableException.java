package dev.millrace.definition.document;

/// Stops the reading of a text that cannot become a tree. Never leaves this package.
final class UnreadableException extends Exception {
  private final transient Flaw flaw;

  UnreadableException(Flaw flaw) {
    super(flaw.message());
    this.flaw = flaw;
  }

  Flaw flaw() {
    return flaw;
  }
}
