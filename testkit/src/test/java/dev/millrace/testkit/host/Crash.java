package dev.millrace.testkit.host;

/// The process ends here. No exception: code that goes on after one would be over too.
public final class Crash extends Error {
  private static final long serialVersionUID = 1;

  /// @param where for people
  public Crash(String where) {
    super(where);
  }
}
