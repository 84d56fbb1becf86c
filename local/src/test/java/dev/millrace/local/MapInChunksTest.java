package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Redrive;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.CancelRun;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.RemoveRun;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Maps of more items than one run has instances: to whoever reads the run they are maps like any
/// other.
class MapInChunksTest {
  @TempDir Path data;
  private final FirstFails firstFails = new FirstFails();
  private TestHost host;

  @BeforeEach
  void open() {
    host = TestHost.start(data, firstFails);
  }

  @AfterEach
  void close() {
    host.close();
  }

  /// Fails for multiples of its argument's `failing` until it is called for them again.
  private static final class FirstFails implements TaskKind {
    final AtomicInteger calls = new AtomicInteger();
    private final ConcurrentHashMap<Integer, Boolean> failed = new ConcurrentHashMap<>();

    @Override
    public String name() {
      return "firstFails";
    }

    @Override
    public List<ArgumentProblem> check(JsonNode arguments) {
      return List.of();
    }

    @Override
    public Traits traits(JsonNode arguments) {
      return new Traits(false, true);
    }

    @Override
    public JsonNode schema() {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public boolean blocks() {
      return false;
    }

    @Override
    public Execution execute(AttemptContext attempt) {
      calls.incrementAndGet();
      var item = attempt.arguments().path("item").intValue();
      var fails = item % attempt.arguments().path("failing").intValue() == 0;
      return fails && failed.putIfAbsent(item, true) == null
          ? Execution.Failed.of(new ErrorName("First.Fails"), "on purpose")
          : new Execution.Done(attempt.arguments().path("index"));
    }
  }

  @Test
  void outputs_of_25_000_instances_stand_in_the_order_of_the_items() throws InterruptedException {
    host.put(
        """
        dag: many
        tasks:
          list: {pass: "${ [1..25000] }"}
          each: {needs: [list], map: {over: "${ tasks.list.output }"}, pass: "${ item + index }"}
          check:
            needs: [each]
            pass:
              count: "${ $count(tasks.each.output) }"
              sum: "${ $sum(tasks.each.output) }"
              some: "${ tasks.each.output[[0, 9999, 10000, 24999]] }"
        """);
    var run = host.run("many", "a");

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(show(run).at("/output/check").toString())
        .isEqualTo("{\"count\":25000,\"sum\":625000000,\"some\":[1,19999,20001,49999]}");
    var each = task(run, "each");
    assertThat(each.path("items").asInt()).isEqualTo(25_000);
    assertThat(each.path("counts").toString()).isEqualTo("{\"SUCCEEDED\":25000}");
    assertThat(each.path("chunks").findValuesAsText("first"))
        .containsExactly("0", "10000", "20000");
    var second = new RunId(each.at("/chunks/1/run").textValue());
    assertThat(show(second).at("/output/each")).hasSize(10_000);
    assertThat(show(second).at("/output/each/0").asInt()).isEqualTo(20_001);
    assertThat(task(second, "each").at("/instances/0/index").asInt()).isEqualTo(10_000);
    assertThat(show(second).path("parent").toString())
        .isEqualTo("{\"run\":\"many.a\",\"task\":\"each\",\"chunk\":1}");
    assertThat(listed()).hasSize(1);
  }

  @Test
  void tolerated_failures_are_counted_over_all_chunks_and_leave_null() throws InterruptedException {
    host.put(
        """
        dag: some
        tasks:
          each:
            map: {over: "${ [1..10010] }", tolerate: 3}
            firstFails: {item: "${ item }", index: "${ index }", failing: 5000}
          check: {needs: [each], pass: "${ tasks.each.output[[4998, 4999, 9999, 10009]] }"}
        """);
    var run = host.run("some", "a");

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(show(run).at("/output/check").toString()).isEqualTo("[4998,null,null,10009]");
    assertThat(task(run, "each").path("counts").toString())
        .isEqualTo("{\"FAILED\":2,\"SUCCEEDED\":10008}");
  }

  @Test
  void one_failure_too_many_fails_the_map_and_a_redrive_does_only_what_failed()
      throws InterruptedException {
    host.put(
        """
        dag: again
        tasks:
          each:
            map: {over: "${ [1..10010] }", tolerate: 2}
            firstFails: {item: "${ item }", index: "${ index }", failing: 3335}
          count: {needs: [each], pass: "${ $sum(tasks.each.output) }"}
        """);
    var run = host.run("again", "a");

    var failed = host.end(run);
    assertThat(failed.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(failed.error().orElseThrow().name()).isEqualTo(ErrorName.MAP_TOO_MANY_FAILURES);
    assertThat(failed.error().orElseThrow().cause())
        .contains("instances from 10000 on failed")
        .endsWith("0 were left for them");
    var before = firstFails.calls.get();
    var redrive =
        new RetryRun.Request(
            run, new Redrive.Selection.Failed(), Optional.empty(), RetryRun.Version.SAME);
    assertThat(host.host().engine().retryRun().retry(redrive, host.host().invocation()))
        .isInstanceOf(RetryRun.Retry.Reopened.class);

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(show(run).at("/output/count").asLong()).isEqualTo(10_009L * 10_010 / 2);
    // Three had failed; what the second chunk had not come to is done as well.
    assertThat(firstFails.calls.get()).isEqualTo(10_010 + 3);
    assertThat(before).isGreaterThanOrEqualTo(10_001);
  }

  @Test
  void a_cancel_ends_the_runs_of_chunks_and_a_removal_removes_them() throws InterruptedException {
    host.put(
        """
        dag: stopped
        tasks:
          each: {map: {over: "${ [1..10010] }", concurrency: 2}, wait: {for: 1h}}
        """);
    var run = host.run("stopped", "a");
    var chunk = chunkOf(run);
    host.awaitFirst(chunk, "DISPATCHED");
    var refused =
        new RetryRun.Request(
            chunk, new Redrive.Selection.Failed(), Optional.empty(), RetryRun.Version.SAME);
    assertThat(host.host().engine().retryRun().retry(refused, host.host().invocation()).toString())
        .contains("is a chunk of a map", "Retry the run around it: stopped.a");

    assertThat(host.host().engine().cancelRun().cancel(run, host.host().invocation()))
        .isInstanceOf(CancelRun.Cancelling.Stopped.class);
    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(host.end(chunk).state().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(task(run, "each").path("counts").toString()).isEqualTo("{\"CANCELLED\":10010}");
    assertThat(host.host().engine().removeRun().remove(chunk, host.host().invocation()))
        .isInstanceOf(RemoveRun.Removal.Unknown.class);
    assertThat(host.host().engine().removeRun().remove(run, host.host().invocation()))
        .isInstanceOf(RemoveRun.Removal.Removed.class);
    assertThat(host.host().runs().load(chunk)).isEmpty();
  }

  @Test
  void where_the_runs_own_limit_could_not_be_held_the_map_is_refused() throws InterruptedException {
    host.put(
        """
        dag: bounded
        concurrency: {tasks: 5}
        tasks:
          each: {map: {over: "${ [1..10001] }"}, pass: 1}
        """);

    var error = host.end(host.run("bounded", "a")).error().orElseThrow();
    assertThat(error.name()).isEqualTo(ErrorName.MAP_TOO_MANY_ITEMS);
    assertThat(error.cause()).contains("10001 items", "at most 10000", "concurrency.tasks");
  }

  /// The run of the first chunk, once it has begun.
  private RunId chunkOf(RunId run) throws InterruptedException {
    host.awaitFirst(run, "DISPATCHED");
    try (var watch = host.host().watch(run)) {
      while (true) {
        var found = task(run, "each").at("/chunks/0/run");
        if (found.isTextual()) {
          return new RunId(found.textValue());
        }
        watch.await(Duration.ZERO, Duration.ofMinutes(1));
      }
    }
  }

  private List<RunRecord> listed() {
    return host.host()
        .runs()
        .list(
            new RunQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                10,
                Optional.empty()))
        .runs();
  }

  private JsonNode show(RunId run) {
    return host.host().engine().readRun().show(run, ReadRun.Tasks.ALL).orElseThrow();
  }

  private JsonNode task(RunId run, String name) {
    return host.host().engine().readRun().task(run, new TaskName(name)).orElseThrow();
  }
}
