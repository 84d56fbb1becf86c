package dev.millrace.local.sqlite;

import dev.millrace.engine.store.PayloadStore;
import dev.millrace.testkit.contract.PayloadStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqlitePayloadStoreTest extends PayloadStoreContract {
  @RegisterExtension private final OpenStorage storage = new OpenStorage();

  @Override
  protected PayloadStore payloads() {
    return storage.get().payloads();
  }
}
