package dev.millrace.testkit.memory;

import dev.millrace.engine.store.EntryStore;
import dev.millrace.testkit.contract.EntryStoreContract;

/// Entries in memory keep their contract.
class InMemoryEntryStoreTest extends EntryStoreContract {
  private final EntryStore entries = new InMemoryEntryStore();

  @Override
  protected EntryStore entries() {
    return entries;
  }
}
