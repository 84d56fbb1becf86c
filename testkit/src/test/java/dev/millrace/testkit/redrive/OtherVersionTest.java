package dev.millrace.testkit.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.TaskState;
import dev.millrace.engine.CompleteCallback.Completion;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// After a redrive with a later version another task may stand at a task's place, or none. What
/// names the place and is of before, must not reach that task.
class OtherVersionTest {
  private final ParkingHost host = new ParkingHost();

  /// The token was made of run, place and attempt number, and the new task had the same one.
  @Test
  void an_answer_of_before_does_not_reach_the_task_that_now_stands_there() {
    host.put("{dag: waiting, tasks: {first: {park: {}}}}");
    host.start();
    host.handleAll();
    host.cancel();
    host.put("{dag: waiting, tasks: {other: {park: {}}, first: {park: {}}}}");
    host.redriveWithLatest();
    host.handleAll();

    assertThat(host.token("other#1")).isNotEqualTo(host.token("first#1"));
    assertThat(host.answer(host.token("first#1"))).isEqualTo(Completion.EXPIRED);
    assertThat(host.answer(host.token("other#1"))).isEqualTo(Completion.ACCEPTED);
  }

  @Test
  void an_answer_of_before_finds_no_task_at_a_place_that_is_gone() {
    host.put("{dag: waiting, tasks: {first: {park: {}}, second: {park: {}}}}");
    host.start();
    host.handleAll();
    host.cancel();
    host.put("{dag: waiting, tasks: {first: {park: {}}}}");
    host.redriveWithLatest();

    assertThat(host.answer(host.token("second#1"))).isEqualTo(Completion.EXPIRED);
  }

  /// The engine looked the attempts of the copy up in the plan of now, and failed at each delivery.
  @Test
  void a_late_copy_of_a_message_of_before_changes_nothing() {
    host.put("{dag: waiting, tasks: {first: {park: {}}, second: {park: {}}}}");
    host.start();
    var message = host.handleAll().getFirst();
    host.cancel();
    host.put("{dag: waiting, tasks: {first: {park: {}}}}");
    host.redriveWithLatest();
    host.pass(Duration.ofMinutes(5));
    var before = host.state();
    host.handle(message);

    assertThat(host.state().tasks()).isEqualTo(before.tasks());
  }

  /// The timeout's outcome said that the attempt had begun when it timed out. An invocation that
  /// found it recorded counted from the true start, gave up and stopped a run that went on.
  @Test
  void within_counts_from_the_start_of_an_attempt_that_timed_out_parked() {
    host.put(
        """
        dag: waiting
        tasks:
          first:
            park: {}
            timeout: 10s
            retry: {limit: 3, delay: 3s, jitter: none, within: 5s}
        """);
    host.start();
    host.handleAll();
    host.pass(Duration.ofSeconds(11));
    host.handleAll();

    assertThat(host.state().tasks().state(0)).isEqualTo(TaskState.FAILED);
  }
}
