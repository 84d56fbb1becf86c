package dev.millrace.aws.dynamodb;

import dev.millrace.engine.store.DagStore;
import dev.millrace.testkit.contract.DagStoreContract;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServers.class)
class DynamoDagStoreTest extends DagStoreContract {
  private Stores stores;
  private DagStore dags;

  @BeforeEach
  void open(DynamoDbLocal server) {
    stores = new Stores(server);
    dags = stores.dags();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Override
  protected DagStore dags() {
    return dags;
  }
}
