package dev.millrace.testkit.memory;

import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.contract.RunStoreContract;

/// Runs in memory keep their contract.
class InMemoryRunStoreTest extends RunStoreContract {
  private final RunStore runs = new InMemoryRunStore();

  @Override
  public RunStore runs() {
    return runs;
  }
}
