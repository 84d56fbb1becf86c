package dev.millrace.local.sqlite;

import dev.millrace.engine.store.DagStore;
import dev.millrace.testkit.contract.DagStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteDagStoreTest extends DagStoreContract {
  @RegisterExtension private final OpenStorage storage = new OpenStorage();

  @Override
  protected DagStore dags() {
    return storage.get().dags();
  }
}
