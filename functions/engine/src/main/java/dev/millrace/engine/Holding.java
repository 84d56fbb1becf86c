package dev.millrace.engine;

import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which assignments the invocation that advances a run may keep and execute itself.
sealed interface Holding {
  /// None: all go to the queue.
  record Nothing() implements Holding {}

  /// Up to `assignments`, of one lane, whose actions can end before `actionsUntil`; and short
  /// delays, which it waits out itself.
  record UpTo(int assignments, Lane lane, Lease lease, Instant actionsUntil) implements Holding {}

  /// A delay up to this long is waited out by the invocation instead of sent as a message.
  Duration DELAY_MAX = Duration.ofSeconds(2);

  /// The lease under which an assignment may be kept beside those kept already.
  default Optional<Lease> leaseFor(Plan plan, InFlight assignment, int kept, Instant now) {
    return switch (this) {
      case Nothing _ -> Optional.empty();
      case UpTo(var assignments, var lane, var lease, var actionsUntil) -> {
        var fits =
            kept < assignments
                && assignment.lane() == lane
                && assignment.attempts().stream()
                    .allMatch(
                        attempt ->
                            !now.plus(workTime(plan, attempt.work().task())).isAfter(actionsUntil));
        yield fits ? Optional.of(lease) : Optional.empty();
      }
    };
  }

  /// Whether a delay until `at` is waited out here.
  default boolean waitsUntil(Instant at, Instant now) {
    return switch (this) {
      case Nothing _ -> false;
      case UpTo(_, _, _, var actionsUntil) ->
          !at.isAfter(now.plus(DELAY_MAX)) && at.isBefore(actionsUntil);
    };
  }

  /// How long one attempt of a task may keep a worker.
  static Duration workTime(Plan plan, int task) {
    var longest = plan.task(task).lane().longest();
    return plan.task(task).timeout().filter(own -> own.compareTo(longest) < 0).orElse(longest);
  }
}
