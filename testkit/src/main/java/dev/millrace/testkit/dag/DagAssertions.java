package dev.millrace.testkit.dag;

/// Where assertions on runs begin. Import it statically; beside AssertJ's method of the same name
/// Java finds the right one.
public final class DagAssertions {
  private DagAssertions() {}

  /// Asserts on a run as it stands now.
  public static RunAssert assertThat(DagRun run) {
    return new RunAssert(run);
  }
}
