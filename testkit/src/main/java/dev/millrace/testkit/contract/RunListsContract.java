package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// [RunStore]: which runs are due, and lists of runs.
interface RunListsContract {
  /// The store of the running test, empty at its start.
  RunStore runs();

  @Test
  default void due_are_runs_whose_check_is_not_after_the_instant_the_most_overdue_first() {
    var late = create("late", 0, RunStatus.RUNNING);
    var later = create("later", 0, RunStatus.RUNNING);
    var soon = create("soon", 0, RunStatus.RUNNING);
    runs().put(Examples.nextCheckedAt(late, Examples.at(300)));
    runs().put(Examples.nextCheckedAt(later, Examples.at(301)));
    runs().put(Examples.nextCheckedAt(soon, Examples.at(10)));

    assertThat(runs().due(Examples.at(300), 10)).containsExactly(soon.run(), late.run());
    assertThat(runs().due(Examples.at(1000), 2)).containsExactly(soon.run(), late.run());
    assertThat(runs().due(Examples.at(9), 10)).isEmpty();
  }

  @Test
  default void a_settled_run_is_never_due_but_one_with_something_in_its_outbox_is() {
    var settled = create("settled", 0, RunStatus.RUNNING);
    var open = create("open", 0, RunStatus.RUNNING);
    runs().put(Examples.ended(settled, List.of()));
    var ended = Examples.ended(open, List.of(Examples.cancelOfParked()));
    runs().put(ended);

    assertThat(runs().due(Examples.at(10_000), 10)).containsExactly(open.run());

    runs()
        .put(
            ended.with(
                ended.state().carriedOut(Examples.cancelOfParked()).nextSeq(), ended.nextCheck()));
    assertThat(runs().due(Examples.at(10_000), 10)).isEmpty();
  }

  @Test
  default void groups_are_not_listed_but_found_when_they_are_due() {
    var around = create("around", 0, RunStatus.RUNNING);
    var group = Examples.groupOf(around, "inner");
    runs().create(group, Examples.payload("roots", 1));

    assertThat(runs().list(query(10)).runs()).containsExactly(around);
    assertThat(runs().load(group.run())).contains(group);
    assertThat(runs().due(Examples.at(10_000), 10)).contains(group.run());
  }

  @Test
  default void runs_are_listed_newest_first() {
    create("b", 20, RunStatus.RUNNING);
    create("a", 30, RunStatus.SUCCEEDED);
    create("c", 10, RunStatus.RUNNING);

    assertThat(names(query(10))).containsExactly("orders.a", "orders.b", "orders.c");
    assertThat(runs().list(query(10)).next()).isEmpty();
  }

  @Test
  default void a_list_holds_what_is_stored_of_each_run() {
    var record = create("a", 30, RunStatus.RUNNING);
    var busy = Examples.busy(record);
    runs().put(busy);

    assertThat(runs().list(query(10)).runs()).containsExactly(busy);
  }

  @Test
  default void a_list_can_be_of_one_dag() {
    create("a", 0, RunStatus.RUNNING);
    create(new RunId("orders2.a"), 1, RunStatus.RUNNING);
    create(new RunId("orders@20261123T060000Z"), 2, RunStatus.RUNNING);

    var ofDag =
        new RunQuery(
            Optional.of(new DagName("orders")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            10,
            Optional.empty());

    assertThat(names(ofDag)).containsExactly("orders@20261123T060000Z", "orders.a");
  }

  @Test
  default void a_list_can_be_of_one_status_as_it_is_now() {
    var first = create("first", 0, RunStatus.RUNNING);
    create("second", 1, RunStatus.RUNNING);
    create("third", 2, RunStatus.FAILED);
    runs().put(Examples.ended(first, List.of()));

    assertThat(names(ofStatus(RunStatus.SUCCEEDED))).containsExactly("orders.first");
    assertThat(names(ofStatus(RunStatus.RUNNING))).containsExactly("orders.second");
    assertThat(names(ofStatus(RunStatus.CANCELLED))).isEmpty();
  }

  @Test
  default void a_list_begins_at_from_and_ends_before_to() {
    for (var second = 0; second < 5; second++) {
      create("r" + second, second, RunStatus.RUNNING);
    }

    var between =
        new RunQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.of(Examples.at(1)),
            Optional.of(Examples.at(3)),
            10,
            Optional.empty());

    assertThat(names(between)).containsExactly("orders.r2", "orders.r1");
  }

  @Test
  default void all_filters_hold_together() {
    create("a", 0, RunStatus.RUNNING);
    create("b", 1, RunStatus.FAILED);
    create(new RunId("other.c"), 2, RunStatus.RUNNING);
    create("d", 3, RunStatus.RUNNING);
    create("e", 4, RunStatus.RUNNING);

    var query =
        new RunQuery(
            Optional.of(new DagName("orders")),
            Optional.of(RunStatus.RUNNING),
            Optional.of(Examples.at(0)),
            Optional.of(Examples.at(4)),
            1,
            Optional.empty());

    assertThat(allPages(query)).containsExactly("orders.d", "orders.a");
  }

  @Test
  default void pages_hold_every_run_once_also_those_started_at_the_same_instant() {
    var expected = new ArrayList<String>();
    for (var run = 0; run < 7; run++) {
      create("r" + run, run / 3, RunStatus.RUNNING);
      expected.add("orders.r" + run);
    }

    assertThat(allPages(query(2))).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(allPages(query(2))).isEqualTo(names(query(100)));
  }

  @Test
  default void only_the_last_page_has_no_next() {
    for (var run = 0; run < 4; run++) {
      create("r" + run, run, RunStatus.RUNNING);
    }

    assertThat(runs().list(query(3)).next()).isPresent();
    assertThat(runs().list(query(4)).next()).isEmpty();
    assertThat(runs().list(query(5)).next()).isEmpty();
    var next = runs().list(query(2)).next();
    assertThat(runs().list(after(query(2), next)).next()).isEmpty();
  }

  @Test
  default void runs_that_start_while_somebody_turns_pages_disturb_nobody() {
    for (var run = 0; run < 4; run++) {
      create("r" + run, run, RunStatus.RUNNING);
    }
    var first = runs().list(query(2));
    create("new", 9, RunStatus.RUNNING);

    assertThat(names(after(query(2), first.next()))).containsExactly("orders.r1", "orders.r0");
  }

  private RunRecord create(String name, long second, RunStatus status) {
    return create(Examples.run(name), second, status);
  }

  private RunRecord create(RunId run, long second, RunStatus status) {
    Instant started = Examples.at(second);
    var record = Examples.startedAt(run, started, status);
    runs().create(record, Examples.payload("second", second));
    return record;
  }

  private List<String> names(RunQuery query) {
    return runs().list(query).runs().stream().map(record -> record.run().text()).toList();
  }

  private List<String> allPages(RunQuery query) {
    var names = new ArrayList<String>();
    var page = runs().list(query);
    while (true) {
      page.runs().forEach(record -> names.add(record.run().text()));
      if (page.next().isEmpty()) {
        return names;
      }
      page = runs().list(after(query, page.next()));
    }
  }

  private static RunQuery query(int limit) {
    return new RunQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit,
        Optional.empty());
  }

  private static RunQuery ofStatus(RunStatus status) {
    return new RunQuery(
        Optional.empty(),
        Optional.of(status),
        Optional.empty(),
        Optional.empty(),
        10,
        Optional.empty());
  }

  private static RunQuery after(RunQuery query, Optional<String> cursor) {
    return new RunQuery(
        query.dag(), query.status(), query.from(), query.to(), query.limit(), cursor);
  }
}
