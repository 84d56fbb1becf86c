package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.RemoveRun;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.engine.store.RunRecord;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs within runs: other DAGs, and inline groups.
class ChildRunsTest {
  @TempDir Path data;
  private final Gate gate = new Gate(true);
  private TestHost host;

  @BeforeEach
  void open() {
    host = TestHost.start(data, gate);
  }

  @AfterEach
  void close() {
    gate.open();
    host.close();
  }

  @Test
  void a_task_waits_for_another_dag_and_gives_its_output() throws InterruptedException {
    host.put(
        "dag: twice\ntasks: {two: {pass: \"${ input.n * 2 }\"}}\noutput: \"${ tasks.two.output }\"\n");
    host.put(
        """
        dag: outer
        tasks:
          ask: {dag: {name: twice, input: {n: 21}}}
          tell: {needs: [ask], pass: "${ 'it is ' & tasks.ask.output }"}
        """);
    var run = host.run("outer", "a");

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(show(run).at("/output/tell").asText()).isEqualTo("it is 42");
    var child = only("twice");
    assertThat(show(child.run()).path("parent").toString())
        .isEqualTo("{\"run\":\"outer.a\",\"task\":\"ask\"}");
  }

  @Test
  void a_task_that_does_not_wait_gives_the_id_of_the_run() throws InterruptedException {
    host.put("dag: held\ntasks: {stuck: {gate: {}}}\n");
    host.put("dag: outer\ntasks: {start: {dag: {name: held, wait: false}}}\n");
    var run = host.run("outer", "a");

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    gate.awaitArrival();
    var child = only("held");
    assertThat(child.state().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(show(run).at("/output/start/run").asText()).isEqualTo(child.run().text());
  }

  @Test
  void a_failed_child_fails_its_task_and_each_retry_starts_another() throws InterruptedException {
    host.put("dag: bad\ntasks: {no: {fail: {error: Some.Name, cause: on purpose}}}\n");
    host.put(
        """
        dag: outer
        tasks:
          ask: {dag: {name: bad}, retry: {on: [Child.Failed], limit: 2, delay: 10ms, jitter: none}}
        """);
    var run = host.run("outer", "a");

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.FAILED);
    var error = show(run).path("error");
    assertThat(error.path("name").asText()).isEqualTo("Child.Failed");
    assertThat(error.path("cause").asText())
        .startsWith("run bad.")
        .endsWith("failed: task no: Some.Name: on purpose");
    assertThat(listed("bad")).hasSize(3);
  }

  @Test
  void a_child_that_cannot_be_started_fails_its_task() throws InterruptedException {
    host.put("dag: strict\nparams: {type: object, required: [day]}\ntasks: {one: {pass: 1}}\n");
    host.put(
        """
        dag: outer
        tasks:
          unknown: {dag: {name: nowhere}, allowFailure: true}
          wrong: {dag: {name: strict}, allowFailure: true}
        """);
    var run = host.run("outer", "a");

    host.end(run);
    assertThat(show(run).at("/tasks/0/error").toString())
        .contains("Child.Refused", "the run cannot be started: no DAG nowhere");
    assertThat(show(run).at("/tasks/1/error").toString()).contains("Child.Refused", "day");
  }

  @Test
  void a_dag_that_starts_itself_comes_to_an_end() throws InterruptedException {
    host.put("dag: self\ntasks: {again: {dag: {name: self}}}\n");
    var run = host.run("self", "a");

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(listed("self")).hasSize(11);
    assertThat(show(run).at("/error/cause").asText()).contains("at most 10 are allowed");
  }

  @Test
  void cancelling_a_run_cancels_those_within_it() throws InterruptedException {
    host.put("dag: held\ntasks: {stuck: {gate: {}}}\n");
    host.put("dag: outer\ntasks: {group: {tasks: {ask: {dag: {name: held}}}}}\n");
    var run = host.run("outer", "a");
    gate.awaitArrival();
    var child = only("held").run();

    var _ = host.host().engine().cancelRun().cancel(run, host.host().invocation());

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(host.end(child).state().status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void a_task_that_times_out_cancels_its_child() throws InterruptedException {
    host.put("dag: held\ntasks: {nap: {wait: {for: 1h}}}\n");
    host.put("dag: outer\ntasks: {ask: {dag: {name: held}, timeout: 300ms, retry: none}}\n");
    var run = host.run("outer", "a");

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(show(run).at("/error/name").asText()).isEqualTo("Timeout");
    assertThat(host.end(only("held").run()).state().status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void a_group_reads_what_is_around_it_and_gives_what_its_tasks_gave() throws InterruptedException {
    host.put(
        """
        dag: outer
        tasks:
          base: {pass: 10}
          group:
            needs: [base]
            map: {over: [1, 2, 3], as: n}
            tasks:
              sum: {pass: "${ tasks.base.output + n + input.more }"}
              inner:
                needs: [sum]
                tasks:
                  deep: {pass: "${ tasks.sum.output * 2 + index + tasks.base.output }"}
        """);
    var run = host.run("outer", "a", JsonNodeFactory.instance.objectNode().put("more", 100));

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(show(run).at("/output/group").toString())
        .isEqualTo(
            """
            [{"sum":111,"inner":{"deep":232}},{"sum":112,"inner":{"deep":235}},\
            {"sum":113,"inner":{"deep":238}}]\
            """);
  }

  @Test
  void groups_are_not_listed_and_go_with_their_run() throws InterruptedException {
    host.put("dag: outer\ntasks: {group: {map: {over: [1, 2]}, tasks: {one: {pass: 1}}}}\n");
    var run = host.run("outer", "a");
    host.end(run);
    assertThat(listed("outer")).extracting(RunRecord::run).containsExactly(run);
    assertThat(stored()).isEqualTo(3);

    assertThat(host.host().engine().removeRun().remove(run, host.host().invocation()))
        .isEqualTo(new RemoveRun.Removal.Removed());

    assertThat(stored()).isZero();
  }

  @Test
  void a_failing_task_of_a_group_fails_only_its_instance() throws InterruptedException {
    host.put(
        """
        dag: outer
        tasks:
          group:
            map: {over: [1, 2, 3], tolerate: 1}
            tasks:
              check: {when: "${ item = 2 }", fail: {error: Bad.Item, cause: two}}
              done: {needs: [{task: check, on: skipped}], pass: "${ item }"}
            output: "${ result.done }"
        """);
    var run = host.run("outer", "a");

    assertThat(host.end(run).state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(show(run).at("/output/group").toString()).isEqualTo("[1,null,3]");
    assertThat(show(run).at("/tasks/0/instances/1/error/cause").asText())
        .endsWith("task check: Bad.Item: two");
  }

  @Test
  void a_killed_host_goes_on_with_runs_within_runs() throws InterruptedException {
    host.put(
        "dag: held\ntasks: {stuck: {gate: {}, retry: none}, after: {needs: [{task: stuck, on: any}], pass: 7}}\n");
    host.put("dag: outer\ntasks: {ask: {tasks: {deep: {dag: {name: held}}}}}\n");
    var run = host.run("outer", "a");
    gate.awaitArrival();

    host.kill();
    gate.open();
    host = TestHost.start(data, gate);

    host.end(run);
    assertThat(only("held").state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(show(run).at("/error/cause").asText()).contains("Child.Failed", "WorkerLost");
  }

  private RunRecord only(String dag) {
    assertThat(listed(dag)).hasSize(1);
    return host.host().runs().load(listed(dag).getFirst().run()).orElseThrow();
  }

  private List<RunRecord> listed(String dag) {
    return host.host().runs().list(query(dag)).runs();
  }

  /// Runs of all kinds in the file.
  private int stored() {
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("millrace.db"));
        var statement = database.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM runs")) {
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RunQuery query(String dag) {
    return new RunQuery(
        Optional.of(new DagName(dag)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RunQuery.LIMIT_MAX,
        Optional.empty());
  }

  private JsonNode show(RunId run) {
    return host.host().engine().readRun().show(run, ReadRun.Tasks.ALL).orElseThrow();
  }
}
