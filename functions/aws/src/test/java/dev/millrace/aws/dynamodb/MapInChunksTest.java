package dev.millrace.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A map that is cut into chunks of 12 items, in DynamoDB.
@ExtendWith(TestServers.class)
class MapInChunksTest {
  private static Stores stores;

  @BeforeAll
  static void open(DynamoDbLocal server) {
    stores = new Stores(server);
  }

  @AfterAll
  static void close() {
    stores.close();
  }

  @Test
  void chunks_are_runs_of_their_own_which_stand_in_no_list() {
    var host = new StackHost(stores, TaskKinds.standard(HttpSettings.embedded()), 12);
    host.put(
        """
        dag: chunked
        tasks:
          each:
            map: {over: "${ [1..30] }", tolerate: 2}
            pass: "${ item }"
            output: "${ item % 14 = 0 ? $error('on purpose') : item + index }"
        output: "${ $sum(tasks.each.output[$ != null]) }"
        """);

    var run = host.settle(host.start("chunked", "demo"));

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    // item + index over all, without items 14 and 28.
    assertThat(host.output(run.run())).isEqualTo(465 + 435 - (14 + 13) - (28 + 27));
    var chunks = run.state().instancesOf(0);
    assertThat(chunks.size()).isEqualTo(3);
    assertThat(chunks.items()).isEqualTo(30);
    var shown = host.engine().readRun().task(run.run(), new TaskName("each")).orElseThrow();
    assertThat(shown.path("counts").toString()).isEqualTo("{\"FAILED\":2,\"SUCCEEDED\":28}");
    var listed =
        stores
            .runs(() -> Stores.NOW)
            .list(
                new RunQuery(
                    Optional.of(run.dag()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    10,
                    Optional.empty()))
            .runs();
    assertThat(listed.stream().map(RunRecord::run)).containsExactly(run.run());
  }
}
