package dev.millrace.handlers.log;

/// Which call the lines belong to. Lambda makes one call at a time in a process, and a call's lines
/// come from many threads, so this is the process's and not a thread's.
public final class LogContext {
  private static volatile String requestId = "";

  private LogContext() {}

  /// Lines from now on belong to that call; empty: to none.
  public static void of(String request) {
    requestId = request;
  }

  static String requestId() {
    return requestId;
  }

  /// Writes a line as it stands.
  ///
  /// @param line without line breaks
  @SuppressWarnings("SystemOut") // Lambda keeps what a function prints: this is the one place.
  public static void print(String line) {
    System.out.println(line);
  }
}
