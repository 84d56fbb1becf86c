package dev.millrace.cli;

/// How a command ended, as scripts see it.
public enum ExitStatus {
  /// Done.
  DONE(0),
  /// The run or the check failed.
  FAILED(1),
  /// The command line is wrong.
  WRONG_USE(2),
  /// The host does not answer.
  UNREACHABLE(3);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /// The number that the process ends with.
  public int code() {
    return code;
  }
}
