package dev.millrace.testkit.memory;

import dev.millrace.engine.store.PayloadStore;
import dev.millrace.testkit.contract.PayloadStoreContract;

/// Payloads in memory keep their contract.
class InMemoryPayloadStoreTest extends PayloadStoreContract {
  private final PayloadStore payloads = new InMemoryPayloadStore();

  @Override
  protected PayloadStore payloads() {
    return payloads;
  }
}
