package dev.millrace.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Where the documents of DAGs are kept.
@ExtendWith(TestServers.class)
class DocumentsTest {
  private static final DagName ORDERS = new DagName("orders");

  private Stores stores;

  @BeforeEach
  void open(DynamoDbLocal server) {
    stores = new Stores(server);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void a_document_of_4_mb_that_can_be_packed_stands_in_its_item() {
    var document = "dag: orders\n" + "# the same again and again\n".repeat(155_000);

    stores.dags().put(ORDERS, document, "sha256:a", Stores.NOW);

    assertThat(stores.dags().latest(ORDERS)).map(DagVersion::document).contains(document);
    assertThat(stores.bucket.paths()).isEmpty();
  }

  @Test
  void a_document_that_is_too_long_for_an_item_stands_in_the_bucket() {
    var bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    var document = "dag: orders\n# " + Base64.getEncoder().encodeToString(bytes);

    stores.dags().put(ORDERS, document, "sha256:a", Stores.NOW);
    stores.dags().put(ORDERS, document + "#", "sha256:b", Stores.NOW);

    assertThat(stores.dags().version(ORDERS, 1)).map(DagVersion::document).contains(document);
    assertThat(stores.dags().list()).map(DagVersion::document).containsExactly(document + "#");
    assertThat(stores.bucket.paths())
        .hasSize(2)
        .allMatch(path -> path.startsWith("payloads/dag/orders/"));
  }
}
