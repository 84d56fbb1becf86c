package dev.millrace.aws.dynamodb;

import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.contract.RunStoreContract;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServers.class)
class DynamoRunStoreTest extends RunStoreContract {
  private Stores stores;
  private RunStore runs;

  @BeforeEach
  void open(DynamoDbLocal server) {
    stores = new Stores(server);
    runs = stores.runs();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Override
  public RunStore runs() {
    return runs;
  }
}
