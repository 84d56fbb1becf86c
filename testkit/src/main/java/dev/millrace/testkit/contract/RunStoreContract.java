package dev.millrace.testkit.contract;

import dev.millrace.engine.store.RunStore;

/// What every [RunStore] does. The sentences stand in the parts, by subject; an implementation
/// extends this class and gives each test an empty store.
public abstract class RunStoreContract
    implements RunWritesContract, TaskRecordsContract, ClaimsContract, RunListsContract {
  /// The store of the running test, empty at its start.
  @Override
  public abstract RunStore runs();
}
