package dev.millrace.aws.dynamodb;

import dev.millrace.engine.store.DagStore;
import dev.millrace.testkit.contract.DagStoreContract;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/// The same contract under the faults of [RunStoreUnderFaultsTest].
@ExtendWith(TestServers.class)
class DagStoreUnderFaultsTest extends DagStoreContract {
  private static final double CHANCE = 0.15;

  private Stores stores;
  private DagStore dags;

  @BeforeEach
  void open(DynamoDbLocal server, TestInfo test) {
    stores = new Stores(server, new Faults(test.getDisplayName().hashCode(), CHANCE));
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
