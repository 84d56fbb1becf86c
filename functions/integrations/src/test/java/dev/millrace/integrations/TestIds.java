package dev.millrace.integrations;

import dev.millrace.engine.Ids;

/// Names one worker.
final class TestIds implements Ids {
  @Override
  public String ulid() {
    return "01TESTWORKER";
  }

  @Override
  public String invocation() {
    return "i-1";
  }

  @Override
  public long seed() {
    return 7;
  }
}
