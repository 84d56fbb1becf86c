package dev.millrace.engine;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Lease;
import dev.millrace.core.run.Outcome;
import dev.millrace.definition.Definition;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds out what became of assignments whose worker is over. Never executes anything: it reports
/// the outcomes that are recorded, and `WorkerLost` where none is.
final class Recovery {
  private final RunStore runs;
  private final AdvanceRun advanceRun;
  private final ResultsQueue results;

  Recovery(RunStore runs, AdvanceRun advanceRun, ResultsQueue results) {
    this.runs = runs;
    this.advanceRun = advanceRun;
    this.results = results;
  }

  /// The events of an assignment whose worker is over.
  ///
  /// @param error what to record for attempts without an outcome
  List<Event> eventsOf(
      Definition definition,
      RunRecord record,
      AssignmentId id,
      List<Attempt> attempts,
      ErrorName error,
      Instant now,
      String worker) {
    var events = new ArrayList<Event>();
    for (var attempt : attempts) {
      outcomeOf(definition, record, attempt, error, now, worker)
          .ifPresent(outcome -> events.add(Recorded.reported(id, attempt, outcome)));
    }
    return events;
  }

  private Optional<Outcome> outcomeOf(
      Definition definition,
      RunRecord record,
      Attempt attempt,
      ErrorName error,
      Instant now,
      String worker) {
    var task = definition.plan().task(attempt.work().task()).name();
    var found = runs.task(record.run(), task, Recorded.indexOf(attempt.work()));
    var recorded = found.flatMap(standing -> Recorded.outcomeOf(standing, attempt));
    if (recorded.isPresent()) {
      return recorded;
    }
    var failure = Recorded.failure(definition.plan(), attempt, error, causeOf(error), now, worker);
    return Recorded.recordFailure(
        runs, record.run(), attempt, Recorded.startedWhen(failure, found));
  }

  private static String causeOf(ErrorName error) {
    return error.equals(ErrorName.UNDELIVERABLE)
        ? "no worker could take the assignment; the action did not start"
        : "the worker ended without recording an outcome; the action may have had its effect";
  }

  /// The assignments that a message's former invocations kept for themselves.
  static List<AssignmentId> heldBy(RunRecord record, String message, Predicate<Lease> lease) {
    return record.state().inFlight().entrySet().stream()
        .filter(entry -> entry.getValue().by().message().equals(message))
        .filter(entry -> leaseOf(entry.getValue()).filter(lease).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The assignments that anybody keeps under such a lease.
  static List<AssignmentId> held(RunRecord record, Predicate<Lease> lease) {
    return record.state().inFlight().entrySet().stream()
        .filter(entry -> leaseOf(entry.getValue()).filter(lease).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  static Optional<Lease> leaseOf(InFlight assignment) {
    return switch (assignment.custody()) {
      case Custody.Held(var lease) -> Optional.of(lease);
      case Custody.Sent _ -> Optional.empty();
    };
  }

  /// Applies events without keeping anything of what becomes ready; what cannot be applied because
  /// others write the run goes through the results queue.
  ///
  /// @return the run as it then stands; empty when it was removed
  Optional<RunRecord> apply(RunRecord record, List<Event> events, Turn turn) {
    return switch (advanceRun.advance(record, events, turn, new Holding.Nothing())) {
      case Advanced.Done(var standing, _, _) -> Optional.of(standing);
      case Advanced.Contended(var standing, _) -> {
        ResultSending.send(results, record.run(), events);
        yield Optional.of(standing);
      }
      case Advanced.Gone _ -> Optional.empty();
    };
  }
}
