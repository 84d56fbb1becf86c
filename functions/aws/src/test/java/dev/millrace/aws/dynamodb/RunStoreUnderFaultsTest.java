package dev.millrace.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.contract.RunStoreContract;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/// The same contract while requests are throttled, conflict, fail before or after they took effect,
/// lose their answers, and batches are done in part.
@ExtendWith(TestServers.class)
class RunStoreUnderFaultsTest extends RunStoreContract {
  private static final double CHANCE = 0.08;

  private static final Map<Faults.Kind, Integer> ALL = new EnumMap<>(Faults.Kind.class);

  private Faults faults;
  private Stores stores;
  private RunStore runs;

  @BeforeEach
  void open(DynamoDbLocal server, TestInfo test) {
    // By the name, so that each test repeats and all differ.
    faults = new Faults(test.getDisplayName().hashCode(), CHANCE);
    stores = new Stores(server, faults);
    runs = stores.runs();
  }

  @AfterEach
  void close() {
    faults.done().forEach((kind, count) -> ALL.merge(kind, count, Integer::sum));
    stores.close();
  }

  @AfterAll
  static void every_kind_of_fault_has_happened() {
    assertThat(ALL).containsOnlyKeys(Faults.Kind.values());
  }

  @Override
  public RunStore runs() {
    return runs;
  }
}
