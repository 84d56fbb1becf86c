package dev.millrace.testkit.memory;

import dev.millrace.engine.store.DagStore;
import dev.millrace.testkit.contract.DagStoreContract;

/// DAGs in memory keep their contract.
class InMemoryDagStoreTest extends DagStoreContract {
  private final DagStore dags = new InMemoryDagStore();

  @Override
  protected DagStore dags() {
    return dags;
  }
}
