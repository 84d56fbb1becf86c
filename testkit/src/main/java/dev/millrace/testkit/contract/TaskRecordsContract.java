package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.ErrorName;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.RunStore.Recording;
import dev.millrace.engine.store.TaskRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// [RunStore]: the records of attempts.
interface TaskRecordsContract {
  /// The store of the running test, empty at its start.
  RunStore runs();

  @Test
  default void records_of_every_kind_come_back_as_they_were_written() {
    var run = Examples.run("one");
    var reference =
        Examples.recordOf(
            "bulk", new TaskRecord.Content.Succeeded(new Payload.Reference("run/x/bulk", 70_000)));
    var written =
        List.of(
            reference,
            Examples.failed("charge", 1),
            Examples.succeeded("load", 1),
            Examples.parked("pay", 1, 0));

    assertThat(runs().record(run, written)).containsOnly(new Recording.Stored()).hasSize(4);

    assertThat(runs().tasks(run)).isEqualTo(written);
    for (var record : written) {
      assertThat(runs().task(run, record.task(), OptionalInt.empty())).contains(record);
    }
  }

  @Test
  default void a_record_gives_way_to_an_outcome_after_it_parked_and_keeps_its_start() {
    var run = Examples.run("one");
    var parked = Examples.parked("pay", 1, 0);
    var resumed = Examples.parked("pay", 1, 1);
    var ended = Examples.succeeded("pay", 1);
    runs().record(run, List.of(parked));

    assertThat(runs().record(run, List.of(resumed))).containsExactly(new Recording.Stored());
    assertThat(runs().record(run, List.of(ended))).containsExactly(new Recording.Stored());

    var stands = runs().task(run, parked.task(), OptionalInt.empty()).orElseThrow();
    assertThat(stands).isEqualTo(ended.after(resumed.after(parked)));
    assertThat(stands.startedAt()).isEqualTo(parked.startedAt());
  }

  @Test
  default void a_later_attempt_takes_the_place_with_first_start_and_history() {
    var run = Examples.run("one");
    var first = Examples.failed("charge", 1);
    var second = Examples.failed("charge", 2);
    var third = Examples.succeeded("charge", 3);
    runs().record(run, List.of(first));
    runs().record(run, List.of(second));
    runs().record(run, List.of(third));

    var stands = runs().task(run, first.task(), OptionalInt.empty()).orElseThrow();

    assertThat(stands.firstStartedAt()).isEqualTo(first.startedAt());
    assertThat(stands.startedAt()).isEqualTo(third.startedAt());
    var error = new ErrorName("Http.503");
    assertThat(stands.history())
        .containsExactly(
            new TaskRecord.Earlier(1, first.startedAt(), first.recordedAt(), error),
            new TaskRecord.Earlier(2, second.startedAt(), second.recordedAt(), error));
  }

  @Test
  default void the_oldest_attempts_leave_a_history_that_is_full() {
    var run = Examples.run("one");
    var attempts = TaskRecord.HISTORY_MAX + 3;
    for (var attempt = 1; attempt <= attempts; attempt++) {
      runs().record(run, List.of(Examples.failed("charge", attempt)));
    }

    var stands = runs().task(run, Examples.task("charge"), OptionalInt.empty()).orElseThrow();

    assertThat(stands.history())
        .hasSize(TaskRecord.HISTORY_MAX)
        .first()
        .extracting(TaskRecord.Earlier::attempt)
        .isEqualTo(3);
  }

  @Test
  default void what_does_not_give_way_is_answered_and_stands() {
    var run = Examples.run("one");
    var ended = Examples.failed("charge", 2);
    runs().record(run, List.of(ended));

    for (var late :
        List.of(
            Examples.succeeded("charge", 2),
            Examples.parked("charge", 2, 1),
            Examples.succeeded("charge", 1),
            ended)) {
      assertThat(runs().record(run, List.of(late))).containsExactly(new Recording.Refused(ended));
    }
    assertThat(runs().task(run, ended.task(), OptionalInt.empty())).contains(ended);
  }

  @Test
  default void each_record_of_a_group_is_written_by_itself_and_answered_in_order() {
    var run = Examples.run("one");
    var before = Examples.succeeded("each", 1, 1);
    runs().record(run, List.of(before));

    var answers =
        runs()
            .record(
                run,
                List.of(
                    Examples.succeeded("each", 0, 1),
                    Examples.succeeded("each", 1, 1),
                    Examples.succeeded("each", 2, 1)));

    assertThat(answers)
        .containsExactly(
            new Recording.Stored(), new Recording.Refused(before), new Recording.Stored());
    assertThat(runs().instances(run, Examples.task("each"))).hasSize(3);
  }

  @Test
  default void of_racing_outcomes_of_one_attempt_one_is_stored() {
    var run = Examples.run("one");

    var answers =
        Together.race(
            8,
            racer ->
                runs()
                    .record(
                        run,
                        List.of(
                            Examples.recordOf(
                                "load",
                                new TaskRecord.Content.Succeeded(
                                    Examples.payload("racer", racer)))))
                    .getFirst());

    var stands = runs().task(run, Examples.task("load"), OptionalInt.empty()).orElseThrow();
    assertThat(answers)
        .containsOnlyOnce(new Recording.Stored())
        .filteredOn(Recording.Refused.class::isInstance)
        .hasSize(7)
        .allMatch(new Recording.Refused(stands)::equals);
  }

  @Test
  default void a_worker_reads_the_records_of_whole_tasks_that_have_one() {
    var run = Examples.run("one");
    var load = Examples.succeeded("load", 1);
    var each = Examples.failed("each", 1);
    runs().record(run, List.of(load, each, Examples.succeeded("each", 0, 1)));

    var reading = runs().read(run, List.of(load.task(), each.task(), Examples.task("none")));

    assertThat(reading.records()).isEqualTo(Map.of(load.task(), load, each.task(), each));
    assertThat(reading.stop()).isEmpty();
    assertThat(runs().read(run, List.of(load.task())).records()).containsOnlyKeys(load.task());
  }

  @Test
  default void a_task_and_its_instances_have_records_of_their_own() {
    var run = Examples.run("one");
    var whole = Examples.failed("each", 1);
    var instance = Examples.succeeded("each", 7, 1);
    runs().record(run, List.of(whole, instance));

    assertThat(runs().task(run, whole.task(), OptionalInt.empty())).contains(whole);
    assertThat(runs().task(run, whole.task(), OptionalInt.of(7))).contains(instance);
    assertThat(runs().task(run, whole.task(), OptionalInt.of(8))).isEmpty();
    assertThat(runs().task(run, Examples.task("none"), OptionalInt.empty())).isEmpty();
    assertThat(runs().task(Examples.run("two"), whole.task(), OptionalInt.empty())).isEmpty();
  }

  @Test
  default void instances_come_by_index_without_those_that_have_no_record() {
    var run = Examples.run("one");
    var records = new ArrayList<TaskRecord>();
    for (var index : new int[] {12, 2, 110, 0}) {
      records.add(Examples.succeeded("each", index, 1));
    }
    runs().record(run, records);
    runs().record(run, List.of(Examples.succeeded("each2", 1, 1), Examples.failed("each", 1)));

    assertThat(runs().instances(run, Examples.task("each")))
        .extracting(record -> record.index().orElseThrow())
        .containsExactly(0, 2, 12, 110);
  }

  @Test
  default void all_records_come_by_name_and_index() {
    var run = Examples.run("one");
    var each = IntStream.range(0, 12).mapToObj(index -> Examples.succeeded("each", index, 1));
    var sorted = new ArrayList<TaskRecord>();
    sorted.add(Examples.failed("Each", 1));
    sorted.add(Examples.failed("each", 1));
    sorted.addAll(each.toList());
    sorted.add(Examples.succeeded("load", 1));
    runs().record(run, sorted.reversed());
    runs().record(Examples.run("two"), List.of(Examples.succeeded("load", 1)));

    assertThat(runs().tasks(run)).isEqualTo(sorted);
  }
}
