package dev.millrace.local.sqlite;

import dev.millrace.engine.store.EntryStore;
import dev.millrace.testkit.contract.EntryStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteEntryStoreTest extends EntryStoreContract {
  @RegisterExtension private final OpenStorage storage = new OpenStorage();

  @Override
  protected EntryStore entries() {
    return storage.get().entries();
  }
}
