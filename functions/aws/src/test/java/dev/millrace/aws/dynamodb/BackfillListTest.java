package dev.millrace.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.backfill.Asked;
import dev.millrace.engine.backfill.Backfill;
import dev.millrace.engine.backfill.BackfillPage;
import dev.millrace.engine.backfill.Backfills;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Backfills of a DAG as a table lists them.
@ExtendWith(TestServers.class)
class BackfillListTest {
  private static final DagName DAG = new DagName("orders");
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private Stores stores;
  private StackHost host;

  @BeforeEach
  void open(DynamoDbLocal server) {
    stores = new Stores(server);
    host = new StackHost(stores, TaskKinds.standard(HttpSettings.cloud()));
    for (var dag : List.of("orders", "orders_2")) {
      host.put(
          """
          dag: %s
          schedule: {cron: "0 0 * * *"}
          tasks: {only: {wait: {for: 1h}}}
          """
              .formatted(dag));
    }
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void they_come_newest_first_page_by_page_whether_they_go_on_or_not() {
    var ids = new ArrayDeque<String>();
    for (var day = 0; day < 7; day++) {
      var begun = start(DAG, day);
      ids.addFirst(begun.id().text());
      start(new DagName("orders_2"), day);
      if (day % 2 == 0) {
        var run = begun.asked().run(begun.taken().firstKey());
        host.engine().cancelRun().cancel(run, invocation());
        host.settle(run);
      }
    }

    var all = page(Optional.empty(), 50);
    assertThat(idsOf(all)).containsExactlyElementsOf(ids);
    assertThat(all.next()).isEmpty();
    assertThat(all.backfills())
        .extracting(Backfill::status)
        .contains(Backfill.Status.RUNNING, Backfill.Status.DONE);
    var paged = new ArrayList<String>();
    for (var page = page(Optional.empty(), 3); ; page = page(page.next(), 3)) {
      paged.addAll(idsOf(page));
      if (page.next().isEmpty()) {
        break;
      }
      assertThat(page.backfills()).hasSize(3);
    }
    assertThat(paged).containsExactlyElementsOf(ids);
    assertThat(page(Optional.empty(), 7).next()).isEmpty();
    all.backfills()
        .forEach(each -> assertThat(host.engine().backfills().find(each.id())).contains(each));
  }

  private BackfillPage page(Optional<String> cursor, int limit) {
    return host.engine().backfills().list(DAG, cursor, limit);
  }

  private static List<String> idsOf(BackfillPage page) {
    return page.backfills().stream().map(each -> each.id().text()).toList();
  }

  private Backfill start(DagName dag, int day) {
    var from = FROM.plus(Duration.ofDays(day));
    var request =
        new Backfills.Request(
            dag,
            Optional.empty(),
            from,
            Optional.of(from.plusSeconds(60)),
            1,
            Asked.Order.OLDEST,
            Asked.Rerun.NONE,
            Optional.empty());
    return switch (host.engine().backfills().check(request)) {
      case Backfills.Checking.Right right -> host.engine().backfills().start(right, invocation());
      case Backfills.Checking other -> throw new IllegalStateException(other.toString());
    };
  }

  private static Invocation invocation() {
    return new Invocation("call", Instant.MAX, 0);
  }
}
