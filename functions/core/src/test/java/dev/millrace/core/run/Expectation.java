package dev.millrace.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.Attempt;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What follows from the latest decision of a [Tale], in words.
interface Expectation {
  void check(Tale tale);

  /// Exactly these were handed out, in this order.
  static Expectation assigns(String... labels) {
    return tale ->
        assertThat(assigned(tale).flatMap(List::stream).map(attempt -> tale.label(attempt.work())))
            .as("handed out")
            .containsExactly(labels);
  }

  static Expectation assignsNothing() {
    return assigns();
  }

  /// Exactly these groups were handed out, each written as `a b c`.
  static Expectation assignsTogether(String... groups) {
    return tale ->
        assertThat(assigned(tale).map(group -> labels(tale, group)))
            .as("handed out together")
            .containsExactly(groups);
  }

  private static Stream<List<Attempt>> assigned(Tale tale) {
    var groups = new ArrayList<List<Attempt>>();
    for (var command : tale.commands()) {
      if (command instanceof Command.Assign(var id)) {
        groups.add(tale.attemptsOf(id));
      }
    }
    return groups.stream();
  }

  private static String labels(Tale tale, List<Attempt> attempts) {
    return String.join(" ", attempts.stream().map(attempt -> tale.label(attempt.work())).toList());
  }

  /// The task or instance stands there.
  static Expectation leaves(String label, TaskState expected) {
    return tale -> assertThat(tale.stateOf(label)).as("state of %s", label).isEqualTo(expected);
  }

  /// It has had that many attempts.
  static Expectation attempts(String label, int expected) {
    return tale ->
        assertThat(tale.state().attemptsOf(tale.work(label)))
            .as("attempts of %s", label)
            .isEqualTo(expected);
  }

  /// It failed and will be tried again after that delay.
  static Expectation retriesIn(String label, Duration delay) {
    return tale ->
        assertThat(tale.state().pending().get(tale.work(label)))
            .as("what %s waits for", label)
            .isEqualTo(new Pending.Retrying(tale.now().plus(delay)));
  }

  /// One wake is sent, for that time from now.
  static Expectation wakesIn(Duration delay) {
    return tale ->
        assertThat(tale.commands())
            .filteredOn(Command.SendWake.class::isInstance)
            .as("wakes sent")
            .containsExactly(new Command.SendWake(tale.now().plus(delay)));
  }

  static Expectation wakesNobody() {
    return tale ->
        assertThat(tale.commands()).doesNotHaveAnyElementsOfTypes(Command.SendWake.class);
  }

  static Expectation endsRun(RunStatus status) {
    return tale -> {
      assertThat(tale.state().status()).as("status of the run").isEqualTo(status);
      assertThat(tale.commands()).as("commands").contains(new Command.EndRun(status));
    };
  }

  static Expectation runGoesOn() {
    return tale ->
        assertThat(tale.state().status()).as("status of the run").isEqualTo(RunStatus.RUNNING);
  }

  static Expectation stops(StopCause cause) {
    return tale -> {
      assertThat(tale.state().stop()).as("stop").contains(cause);
      assertThat(tale.commands()).as("commands").contains(new Command.PutStop(cause));
    };
  }

  /// What the parked attempt left running outside is cancelled, and stays in the outbox.
  static Expectation cancelsOutside(String label, int attempt) {
    return tale -> {
      var work = tale.work(label);
      assertThat(tale.commands()).as("commands").contains(new Command.CancelParked(work, attempt));
      assertThat(tale.state().outbox())
          .as("outbox")
          .anyMatch(
              left ->
                  left instanceof Outstanding.CancelParked(var parked, var number, _)
                      && parked.equals(work)
                      && number == attempt);
    };
  }

  /// The mapped task's failure is recorded with that cause.
  static Expectation recordsFailure(String label, String cause) {
    return tale ->
        assertThat(tale.commands())
            .as("commands")
            .anyMatch(
                command ->
                    command instanceof Command.RecordFailure(var task, _, _, var text)
                        && tale.work(label).task() == task
                        && text.equals(cause));
  }

  /// Nothing changed but `seq`.
  static Expectation changesNothing(RunState before) {
    return tale -> {
      assertThat(tale.state()).as("state").isEqualTo(before.nextSeq());
      assertThat(tale.commands()).as("commands").isEmpty();
    };
  }
}
