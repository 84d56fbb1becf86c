package dev.millrace.local.sqlite;

import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.contract.RunStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteRunStoreTest extends RunStoreContract {
  @RegisterExtension private final OpenStorage storage = new OpenStorage();

  @Override
  public RunStore runs() {
    return storage.get().runs();
  }
}
