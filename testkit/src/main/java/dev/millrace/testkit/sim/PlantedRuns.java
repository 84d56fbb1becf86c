package dev.millrace.testkit.sim;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.Work;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Outstanding;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.Wake;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.store.RunRecord;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What mistakes make of RUN, when it is written and when a write of it is refused.
final class PlantedRuns {
  private PlantedRuns() {}

  /// What is written instead.
  static RunRecord write(RunRecord next, Optional<RunRecord> standing, Mistakes mistakes) {
    var state = next.state();
    if (mistakes.isOn(Mistake.DROP_OUTBOX)) {
      for (var command : next.state().outbox()) {
        state = state.carriedOut(command);
      }
    }
    if (mistakes.isOn(Mistake.FORGET_PARENT)) {
      for (var command : next.state().outbox()) {
        if (command instanceof Outstanding.TellParent) {
          state = state.carriedOut(command);
        }
      }
    }
    if (mistakes.isOn(Mistake.DROP_IN_FLIGHT) && state.inFlight().size() > 1) {
      var rest = new TreeMap<>(state.inFlight());
      rest.pollFirstEntry();
      state = with(state, state.attempts(), rest);
    }
    var reopens = standing.filter(old -> old.state().epoch() < next.state().epoch()).isPresent();
    if (mistakes.isOn(Mistake.RESTART_ATTEMPTS) && reopens) {
      state = countedFromOne(state);
    }
    return withState(next, state);
  }

  /// The first assignments of the epoch hold first attempts.
  private static RunState countedFromOne(RunState state) {
    var attempts = new TreeMap<>(state.attempts());
    var inFlight = new TreeMap<AssignmentId, InFlight>();
    state
        .inFlight()
        .forEach(
            (id, assignment) -> {
              var first =
                  assignment.attempts().stream()
                      .map(
                          attempt -> {
                            if (attempt.work() instanceof Work.Instance) {
                              return attempt;
                            }
                            attempts.remove(attempt.work());
                            return Attempt.first(attempt.work(), 1);
                          })
                      .toList();
              inFlight.put(
                  id,
                  new InFlight(first, assignment.lane(), assignment.by(), assignment.custody()));
            });
    return with(state, attempts, inFlight);
  }

  /// What an invocation is told to stand there when its write was refused: it recognizes what it
  /// issued by the write.
  ///
  /// @param refused what it tried to write
  static RunRecord refusal(
      RunRecord refused, RunRecord standing, String invocation, Mistakes mistakes) {
    var mine = issuerOf(refused, invocation);
    if (mine.isEmpty()) {
      return standing;
    }
    var by = mine.get();
    if (mistakes.isOn(Mistake.ADOPT_WHAT_RUNS)) {
      return issuedBy(by, standing, other -> other.invocation().equals(invocation));
    }
    if (mistakes.isOn(Mistake.ADOPT_NOTHING)) {
      var nobody = new Issuer(by.message(), by.invocation(), Integer.MAX_VALUE);
      return issuedBy(nobody, standing, by::equals);
    }
    return standing;
  }

  private static Optional<Issuer> issuerOf(RunRecord refused, String invocation) {
    return refused.state().inFlight().entrySet().stream()
        .filter(each -> each.getKey().seq() == refused.state().seq())
        .map(each -> each.getValue().by())
        .findFirst()
        .or(() -> refused.state().wake().map(Wake::by))
        .filter(by -> by.invocation().equals(invocation));
  }

  private static RunRecord issuedBy(Issuer by, RunRecord standing, Predicate<Issuer> which) {
    var inFlight = new TreeMap<>(standing.state().inFlight());
    inFlight.replaceAll(
        (_, each) ->
            which.test(each.by())
                ? new InFlight(each.attempts(), each.lane(), by, each.custody())
                : each);
    return withState(standing, with(standing.state(), standing.state().attempts(), inFlight));
  }

  /// RUN as if an assignment that is no longer in flight were what is: its outcomes then count for
  /// the attempts that are at work.
  static RunRecord withStale(RunRecord standing, DispatchMessage.Assignment stale) {
    var inFlight = new TreeMap<>(standing.state().inFlight());
    if (inFlight.containsKey(stale.id())) {
      return standing;
    }
    for (var each : standing.state().inFlight().entrySet()) {
      var atWork = each.getValue();
      var counted =
          stale.attempts().stream().filter(attempt -> hasWorkOf(atWork, attempt)).toList();
      if (counted.size() == atWork.attempts().size()) {
        inFlight.remove(each.getKey());
        inFlight.put(
            stale.id(), new InFlight(counted, atWork.lane(), atWork.by(), atWork.custody()));
        break;
      }
    }
    return withState(standing, with(standing.state(), standing.state().attempts(), inFlight));
  }

  private static boolean hasWorkOf(InFlight assignment, Attempt attempt) {
    return assignment.attempts().stream().anyMatch(each -> each.work().equals(attempt.work()));
  }

  /// The message that RUN means by an assignment.
  static DispatchMessage message(RunRecord record, AssignmentId id) {
    var assignment = record.state().assignment(id);
    return new DispatchMessage.Assignment(
        record.run(),
        record.version(),
        record.state().epoch(),
        id,
        assignment.attempts(),
        assignment.lane(),
        1);
  }

  private static RunRecord withState(RunRecord record, RunState state) {
    return record.with(state, record.nextCheck());
  }

  private static RunState with(
      RunState state,
      SortedMap<Work, Integer> attempts,
      SortedMap<AssignmentId, InFlight> inFlight) {
    return new RunState(
        state.seq(),
        state.status(),
        state.stop(),
        state.epoch(),
        state.seed(),
        state.startedAt(),
        state.deadline(),
        state.endedAt(),
        state.tasks(),
        attempts,
        state.maps(),
        state.pending(),
        state.tallies(),
        inFlight,
        state.outbox(),
        state.wake());
  }
}
