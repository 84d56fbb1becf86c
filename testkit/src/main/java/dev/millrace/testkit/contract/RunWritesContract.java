package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.StopCause;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.RunStore.Creation;
import dev.millrace.engine.store.RunStore.Writing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// [RunStore]: RUN itself, its input and output, and the removal of a run.
interface RunWritesContract {
  /// The store of the running test, empty at its start.
  RunStore runs();

  @Test
  default void a_new_run_is_created_and_read_back() {
    var record = Examples.fresh("one");

    var creation = runs().create(record, Examples.payload("day", "monday"));

    assertThat(creation).isEqualTo(new Creation.Created());
    assertThat(runs().load(record.run())).contains(record);
  }

  @Test
  default void a_run_that_exists_is_answered_and_left_as_it_is() {
    var record = Examples.fresh("one");
    var input = Examples.payload("day", "monday");
    runs().create(record, input);
    var moved = Examples.busy(record);
    runs().put(moved);

    var creation = runs().create(record, Examples.payload("day", "tuesday"));

    assertThat(creation).isEqualTo(new Creation.Exists(moved));
    assertThat(runs().load(record.run())).contains(moved);
    assertThat(runs().input(record.run())).isEqualTo(input);
  }

  @Test
  default void of_racing_creations_one_creates() {
    var record = Examples.fresh("one");

    var creations =
        Together.race(8, racer -> runs().create(record, Examples.payload("racer", racer)));

    assertThat(creations)
        .containsOnlyOnce(new Creation.Created())
        .filteredOn(Creation.Exists.class::isInstance)
        .hasSize(7)
        .allMatch(new Creation.Exists(record)::equals);
  }

  @Test
  default void a_run_that_was_never_created_is_not_there() {
    assertThat(runs().load(Examples.run("none"))).isEmpty();
  }

  @Test
  default void every_part_of_a_run_comes_back_as_it_was_written() {
    var record = Examples.fresh("one");
    runs().create(record, Examples.payload("day", "monday"));
    var busy = Examples.busy(record);

    assertThat(runs().put(busy)).isEqualTo(new Writing.Stored());
    assertThat(runs().load(record.run())).contains(busy);
  }

  @Test
  default void a_put_is_refused_unless_seq_is_one_less_and_says_what_stands_there() {
    var first = Examples.fresh("one");
    runs().create(first, Examples.payload("day", "monday"));
    var second = Examples.busy(first);
    var third = Examples.next(second);

    assertThat(runs().put(third)).isEqualTo(new Writing.Refused(Optional.of(first)));
    assertThat(runs().put(first)).isEqualTo(new Writing.Refused(Optional.of(first)));
    runs().put(second);
    runs().put(third);
    assertThat(runs().put(second)).isEqualTo(new Writing.Refused(Optional.of(third)));
    assertThat(runs().load(first.run())).contains(third);
  }

  @Test
  default void a_put_whose_answer_was_lost_is_refused_with_itself() {
    var first = Examples.fresh("one");
    runs().create(first, Examples.payload("day", "monday"));
    var second = Examples.busy(first);
    runs().put(second);

    assertThat(runs().put(second)).isEqualTo(new Writing.Refused(Optional.of(second)));
  }

  @Test
  default void a_put_of_a_run_that_is_not_there_is_refused_with_nothing() {
    var record = Examples.fresh("one");

    assertThat(runs().put(Examples.next(record))).isEqualTo(new Writing.Refused(Optional.empty()));
    assertThat(runs().load(record.run())).isEmpty();
  }

  @Test
  default void of_racing_puts_one_is_stored_and_the_others_see_it() {
    var first = Examples.fresh("one");
    runs().create(first, Examples.payload("day", "monday"));

    var writings =
        Together.race(8, racer -> runs().put(Examples.nextCheckedAt(first, Examples.at(racer))));

    var stands = runs().load(first.run());
    assertThat(writings)
        .containsOnlyOnce(new Writing.Stored())
        .filteredOn(Writing.Refused.class::isInstance)
        .hasSize(7)
        .allMatch(new Writing.Refused(stands)::equals);
  }

  @Test
  default void every_read_sees_the_writes_that_returned_before_it_also_of_other_threads() {
    var created = Examples.fresh("one");
    runs().create(created, Examples.payload("day", "monday"));
    for (var record = created; record.state().seq() < 20; record = Examples.next(record)) {
      var next = Examples.next(record);
      Together.race(1, _ -> runs().put(next));
      assertThat(runs().load(created.run())).contains(next);
    }
  }

  @Test
  default void the_input_is_read_as_it_was_given() {
    var inline = Examples.fresh("inline");
    var apart = Examples.fresh("apart");
    var reference = new Payload.Reference("run/orders.apart/input", 4711);
    runs().create(inline, Examples.payload("day", "x".repeat(400)));
    runs().create(apart, reference);

    assertThat(runs().input(inline.run())).isEqualTo(Examples.payload("day", "x".repeat(400)));
    assertThat(runs().input(apart.run())).isEqualTo(reference);
  }

  @Test
  default void the_input_of_a_run_that_is_not_there_is_an_error() {
    assertThatIllegalStateException()
        .isThrownBy(() -> runs().input(Examples.run("none")))
        .withMessageContaining("orders.none");
  }

  @Test
  default void the_output_is_there_once_it_was_written_and_the_latest_stands() {
    var record = Examples.fresh("one");
    runs().create(record, Examples.payload("day", "monday"));

    assertThat(runs().output(record.run())).isEmpty();
    runs().putOutput(record.run(), Examples.payload("sum", 12));
    assertThat(runs().output(record.run())).contains(Examples.payload("sum", 12));
    runs().putOutput(record.run(), new Payload.Reference("run/orders.one/output", 90_000));
    assertThat(runs().output(record.run()))
        .contains(new Payload.Reference("run/orders.one/output", 90_000));
    assertThat(runs().output(Examples.run("none"))).isEmpty();
  }

  @Test
  default void a_removed_run_is_gone_with_all_that_belongs_to_it() {
    var record = Examples.fresh("one");
    fill(record.run());

    assertThat(runs().remove(record.run())).isTrue();

    assertThat(runs().load(record.run())).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> runs().input(record.run()));
    assertThat(runs().output(record.run())).isEmpty();
    assertThat(runs().tasks(record.run())).isEmpty();
    assertThat(runs().claimOf(record.run(), new AssignmentId(1, 0))).isEmpty();
    assertThat(runs().token(record.run(), "ab12")).isEmpty();
    assertThat(runs().read(record.run(), List.of()).stop()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> runs().items(record.run(), new TaskName("each"), 0));
    assertThat(runs().due(Examples.at(10_000), 10)).isEmpty();
    assertThat(runs().put(Examples.next(record))).isEqualTo(new Writing.Refused(Optional.empty()));
  }

  @Test
  default void removal_leaves_other_runs_alone_and_says_whether_there_was_one() {
    fill(Examples.run("one"));
    fill(Examples.run("one.two"));

    assertThat(runs().remove(Examples.run("one"))).isTrue();
    assertThat(runs().remove(Examples.run("one"))).isFalse();

    var other = Examples.run("one.two");
    assertThat(runs().load(other)).isPresent();
    assertThat(runs().output(other)).isPresent();
    assertThat(runs().tasks(other)).hasSize(1);
    assertThat(runs().claimOf(other, new AssignmentId(1, 0))).isPresent();
    assertThat(runs().token(other, "ab12")).isPresent();
    assertThat(runs().read(other, List.of()).stop()).isPresent();
    assertThat(runs().items(other, new TaskName("each"), 0)).hasSize(1);
  }

  private void fill(RunId run) {
    runs()
        .create(
            Examples.startedAt(run, Examples.START, RunStatus.RUNNING), Examples.payload("a", 1));
    runs().putOutput(run, Examples.payload("sum", 12));
    runs().record(run, List.of(Examples.succeeded("load", 1)));
    runs().claim(new Claim(run, new AssignmentId(1, 0), "message-1", Examples.lease("i-1")));
    runs().putToken(Examples.token(run, "ab12"));
    runs().putStop(run, new RunStore.Stop(0, StopCause.CANCEL));
    runs().putItems(run, new TaskName("each"), List.of(Examples.text("item")));
  }
}
