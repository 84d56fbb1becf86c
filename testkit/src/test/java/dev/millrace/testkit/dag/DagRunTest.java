package dev.millrace.testkit.dag;

import static dev.millrace.testkit.dag.DagAssertions.assertThat;
import static dev.millrace.testkit.dag.TaskStatus.PARKED;
import static dev.millrace.testkit.dag.TaskStatus.RETRYING;
import static dev.millrace.testkit.dag.TaskStatus.RUNNING;
import static dev.millrace.testkit.dag.TaskStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How a tested run goes on: in time, by callbacks, after cancels and redrives.
class DagRunTest {
  private static final String TWO_CALLS =
      """
      dag: two_calls
      tasks:
        slow: {http: {get: "https://a.example.com/slow"}}
        quick: {http: {get: "https://a.example.com/quick"}}
        last: {needs: [slow, quick], pass: done}
      """;

  private static final String RELEASE =
      """
      dag: release
      tasks:
        release: {callback: {message: "Release?"}, timeout: 2d, heartbeat: 1h, retry: none}
        deploy: {needs: [release], pass: deployed}
        clean: {needs: [release], cleanup: true, trigger: all_done, pass: cleaned}
      """;

  @Test
  void actions_of_parallel_branches_take_their_time_side_by_side() {
    var dag = DagTest.ofText(TWO_CALLS);
    dag.task("slow").answers(1).takes(Duration.ofSeconds(20));
    dag.task("quick").answers(2).takes(Duration.ofSeconds(10));

    var run = dag.run();

    assertThat(run).succeeded().took(Duration.ofSeconds(20)).task("last").ranAfter("slow");
    assertThatThrownBy(() -> assertThat(run).task("slow").ranAfter("quick"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("task \"slow\" started before \"quick\" had ended");
  }

  @Test
  void a_task_is_running_while_its_action_takes_time() {
    var dag = DagTest.ofText(TWO_CALLS);
    dag.task("slow").answers(1).takes(Duration.ofSeconds(20));
    dag.task("quick").answers(2);

    var run = dag.start().runUntil("slow", RUNNING);
    assertThat(run).isRunning().task("last").is(TaskStatus.WAITING);

    run.advance(Duration.ofSeconds(19));
    assertThat(run).task("slow").is(RUNNING).task("quick").succeeded();

    run.advance(Duration.ofSeconds(1));
    assertThat(run).succeeded();
  }

  @Test
  void an_action_that_takes_longer_than_its_timeout_is_cut_short() {
    var dag = DagTest.ofText(TWO_CALLS);
    dag.task("slow").answers(1).takes(Duration.ofMinutes(10));
    dag.task("quick").answers(2);

    var run = dag.run();

    assertThat(run).failedWith("Timeout").took(Duration.ofSeconds(30));
    assertThat(run).task("last").hasUpstreamFailed();
  }

  @Test
  void a_failed_attempt_waits_for_what_its_server_asks() {
    var dag =
        DagTest.ofText(
            """
            dag: retried
            tasks:
              a:
                http: {get: "https://a.example.com"}
                retry: {limit: 2, delay: 1s, jitter: none}
            """);
    dag.task("a").fails("Http.503", "busy").retryAfter(Duration.ofHours(3)).answers("at last");

    var run = dag.start().runUntil("a", RETRYING);
    assertThat(run).task("a").attempts(1);
    run.run();

    assertThat(run).succeeded().took(Duration.ofHours(3)).task("a").attempts(2).output("at last");
  }

  @Test
  void a_callback_is_answered_as_from_outside() {
    var run = DagTest.ofText(RELEASE).start().runUntil("release", PARKED);

    run.callback("release").succeeds(Map.of("ok", true));
    run.run();

    assertThat(run).succeeded().task("release").output(Map.of("ok", true));
  }

  @Test
  void a_callback_can_report_a_failure() {
    var run = DagTest.ofText(RELEASE).start().runUntil("release", PARKED);

    run.callback("release").fails("Review.Rejected", "too early");
    run.run();

    assertThat(run).failed().task("release").failedWith("Review.Rejected", "too early");
  }

  @Test
  void a_silent_attempt_ends_and_one_with_signs_of_life_goes_on() {
    var run = DagTest.ofText(RELEASE).start().runUntil("release", PARKED);
    var callback = run.callback("release");

    run.advance(Duration.ofMinutes(50));
    callback.heartbeat();
    run.advance(Duration.ofMinutes(50));
    assertThat(run).task("release").is(PARKED);

    run.advance(Duration.ofMinutes(10));
    assertThat(run).failedWith("HeartbeatTimeout");
    assertThatIllegalStateException()
        .isThrownBy(() -> callback.succeeds("too late"))
        .withMessage("the attempt of task \"release\" has ended without this callback");
  }

  @Test
  void a_task_that_is_not_parked_has_no_callback() {
    assertThatIllegalStateException()
        .isThrownBy(() -> DagTest.ofText(RELEASE).start().callback("release"))
        .withMessageContaining("run it until it is PARKED first");
  }

  @Test
  void any_scripted_action_may_park() {
    var dag = DagTest.ofText(TWO_CALLS);
    dag.task("slow").parks();
    dag.task("quick").answers(2);

    var run = dag.start().runUntil("slow", PARKED);
    run.callback("slow").succeeds(5);
    run.run();

    assertThat(run).succeeded().task("slow").output(5);
  }

  @Test
  void a_cancelled_run_starts_only_its_cleanup() {
    var run = DagTest.ofText(RELEASE).start().runUntil("release", PARKED);

    run.cancel().run();

    assertThat(run)
        .wasCancelled()
        .task("deploy")
        .wasCancelled()
        .neverStarted()
        .task("clean")
        .succeeded();
    assertThatIllegalStateException()
        .isThrownBy(run::cancel)
        .withMessageContaining("has ended CANCELLED");
  }

  @Test
  void a_redrive_goes_on_where_the_script_stood() {
    var dag = DagTest.ofText(TWO_CALLS);
    dag.task("slow").fails("Http.500", "broken").answers("mended");
    dag.task("quick").answers(2);

    var run = dag.run();
    assertThat(run).failedWith("Http.500").task("last").hasUpstreamFailed();

    run.retry().run();
    assertThat(run).succeeded().task("slow").attempts(2).output("mended");
    assertThat(run).task("quick").attempts(1);

    run.retryFrom("quick").run();
    assertThat(run).succeeded().task("quick").attempts(2).task("slow").attempts(2);
    assertThatIllegalStateException()
        .isThrownBy(run::retry)
        .withMessageContaining("say with retryFrom(...) what to do again");
  }

  @Test
  void a_run_over_its_timeout_is_stopped() {
    var run =
        DagTest.ofText(
                """
                dag: weeks
                timeout: 3d
                tasks:
                  rest: {wait: {for: 7d}}
                """)
            .run();

    assertThat(run).timedOut().task("rest").wasCancelled();
  }

  @Test
  void instances_are_scripted_and_looked_at_one_by_one() {
    var dag =
        DagTest.ofText(
            """
            dag: each
            tasks:
              each:
                map: {over: "${ input.places }", concurrency: 1}
                http: {get: "https://a.example.com/${ item }"}
            """);
    dag.task("each").does(call -> Answer.answers(call.argument("/get")));
    dag.task("each").instance(1).parks();

    var run = dag.start(Map.of("places", List.of("x", "y", "z")));
    run.runUntil("each", 1, PARKED);
    assertThat(run).task("each").instances(3).instance(0).succeeded();
    assertThat(run).task("each").instance(2).neverStarted();
    run.callback("each", 1).succeeds("from outside");
    run.run();

    assertThat(run)
        .succeeded()
        .task("each")
        .output(List.of("https://a.example.com/x", "from outside", "https://a.example.com/z"))
        .instance(2)
        .received("/get", "https://a.example.com/z");
  }

  @Test
  void the_time_of_the_test_is_its_own() {
    var dag =
        DagTest.ofText("dag: clock\ntasks:\n  now: {pass: \"${ $now() }\"}\n")
            .startingAt(Instant.parse("2030-01-01T00:00:00Z"));

    assertThat(dag.run()).task("now").output("2030-01-01T00:00:00.000Z");
    assertThatIllegalStateException().isThrownBy(() -> dag.startingAt(Instant.EPOCH));
  }

  @Test
  void the_same_test_is_the_same_run() {
    assertThat(jittered().json()).isEqualTo(jittered().json());
  }

  private static DagRun jittered() {
    var dag =
        DagTest.ofText(
            """
            dag: jittered
            tasks:
              a:
                map: {over: "${ [1..20] }"}
                http: {get: "https://a.example.com/${ item }"}
                retry: {limit: 3, delay: 1m}
            """);
    dag.task("a").fails("Http.500", "x").times(2).answers("y");
    return dag.run();
  }

  @Test
  void two_runs_of_a_test_know_nothing_of_each_other() {
    var dag = DagTest.ofText(TWO_CALLS);
    dag.task("slow").fails("Http.500", "broken").answers(1);
    dag.task("quick").answers(2);

    var first = dag.run();
    var second = dag.run();

    assertThat(first).failed();
    assertThat(second).failed().task("slow").attempts(1);
    assertThat(second.calls("slow")).hasSize(1);
    assertThat(first.id()).isNotEqualTo(second.id());
  }

  @Test
  void a_state_that_never_comes_ends_the_test_with_where_all_stands() {
    var dag = DagTest.ofText(TWO_CALLS);
    dag.task("slow").fails("Http.404", "GET https://a.example.com/slow gave 404");
    dag.task("quick").answers(2).takes(Duration.ofSeconds(3));
    var run = dag.start();

    assertThatThrownBy(() -> run.runUntil("last", SUCCEEDED))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            run two_calls.00000000000000000000000001: \
            task "last" never was SUCCEEDED; it is UPSTREAM_FAILED
            The run is FAILED with Http.404: GET https://a.example.com/slow gave 404 after 3s
              slow   FAILED           Http.404: GET https://a.example.com/slow gave 404
              quick  SUCCEEDED        after 3s
              last   UPSTREAM_FAILED""");
  }
}
