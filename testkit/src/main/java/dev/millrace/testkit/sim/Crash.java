package dev.millrace.testkit.sim;

/// The process of an invocation has ended. An error, so that nobody takes it for something to deal
/// with; whatever the invocation still tries while it unwinds has no effect.
final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash() {
    super("the simulated process has ended", null, false, false);
  }
}
