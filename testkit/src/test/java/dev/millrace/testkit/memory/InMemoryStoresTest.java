package dev.millrace.testkit.memory;

import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.contract.DagStoreContract;
import dev.millrace.testkit.contract.PayloadStoreContract;
import dev.millrace.testkit.contract.RunStoreContract;
import org.junit.jupiter.api.Nested;

/// The stores in memory keep their contracts.
class InMemoryStoresTest {
  @Nested
  class Runs extends RunStoreContract {
    private final RunStore runs = new InMemoryRunStore();

    @Override
    public RunStore runs() {
      return runs;
    }
  }

  @Nested
  class Dags extends DagStoreContract {
    private final DagStore dags = new InMemoryDagStore();

    @Override
    protected DagStore dags() {
      return dags;
    }
  }

  @Nested
  class Payloads extends PayloadStoreContract {
    private final PayloadStore payloads = new InMemoryPayloadStore();

    @Override
    protected PayloadStore payloads() {
      return payloads;
    }
  }
}
