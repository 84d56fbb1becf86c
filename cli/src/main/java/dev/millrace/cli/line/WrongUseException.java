package dev.millrace.cli.line;

/// Ends the reading of a command line that is wrong. Its message says what is wrong and how to mend
/// it, for whoever typed it; `Millrace` prints it.
public final class WrongUseException extends RuntimeException {
  /// @param message a sentence or two
  public WrongUseException(String message) {
    // An answer and no fault: nobody needs to know where in the code it was found.
    super(message, null, false, false);
  }

  /// What is wrong.
  public String what() {
    return String.valueOf(getMessage());
  }
}
