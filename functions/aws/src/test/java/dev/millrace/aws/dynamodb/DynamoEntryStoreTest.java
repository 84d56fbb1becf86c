package dev.millrace.aws.dynamodb;

import dev.millrace.engine.store.EntryStore;
import dev.millrace.testkit.contract.EntryStoreContract;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServers.class)
class DynamoEntryStoreTest extends EntryStoreContract {
  private Stores stores;
  private EntryStore entries;

  @BeforeEach
  void open(DynamoDbLocal server) {
    stores = new Stores(server);
    entries = stores.entries();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Override
  protected EntryStore entries() {
    return entries;
  }
}
