package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Redrive;
import dev.millrace.definition.Definition;
import dev.millrace.definition.InputCheck;
import dev.millrace.definition.Problem;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.store.Admission;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Opens runs again that have ended: a redrive from what failed, or from named tasks.
public final class RetryRun {
  /// Times that a run is read again because somebody else wrote it.
  private static final int TRIES_MAX = 20;

  /// When reconcile first looks at a run that waits for its turn.
  private static final Duration FIRST_CHECK = Duration.ofMinutes(2);

  private final DagStore dags;
  private final RunStore runs;
  private final Plans plans;
  private final Payloads payloads;
  private final Clock clock;
  private final AdvanceRun advanceRun;
  private final CarryOut carryOut;
  private final Places places;

  RetryRun(
      DagStore dags,
      RunStore runs,
      Plans plans,
      Payloads payloads,
      Clock clock,
      AdvanceRun advanceRun,
      CarryOut carryOut,
      Places places) {
    this.dags = dags;
    this.runs = runs;
    this.plans = plans;
    this.payloads = payloads;
    this.clock = clock;
    this.advanceRun = advanceRun;
    this.carryOut = carryOut;
    this.places = places;
  }

  /// Which version of the DAG to go on with.
  public enum Version {
    /// That of the run.
    SAME,
    /// The latest; tasks keep their ends by name.
    LATEST
  }

  /// What is asked for.
  ///
  /// @param input a new input; empty: the run keeps its own
  /// @param backfill that asks for it; empty: somebody else does
  public record Request(
      RunId run,
      Redrive.Selection from,
      Optional<JsonNode> input,
      Version version,
      Optional<ForBackfill> backfill) {
    /// What somebody asks for who is told of nothing.
    public Request(RunId run, Redrive.Selection from, Optional<JsonNode> input, Version version) {
      this(run, from, input, version, Optional.empty());
    }
  }

  /// A backfill asks for a redrive, perhaps more than once for the same.
  ///
  /// @param backfill that is told when the run has ended
  /// @param epoch from which the run is opened; in any other it stays as it is
  public record ForBackfill(String backfill, int epoch) {}

  /// What became of it.
  public sealed interface Retry {
    /// The run goes on.
    record Reopened(RunRecord record) implements Retry {}

    /// The run has not ended (perhaps this request was made before): nothing was changed.
    record StillOpen(RunRecord record) implements Retry {}

    /// No task is to be done again.
    record NothingToDo(RunRecord record) implements Retry {}

    /// There is no such run, DAG or task.
    record Unknown(String what) implements Retry {}

    /// The new input is not what the DAG's `params` ask for, or too large.
    record WrongInput(List<Problem> problems) implements Retry {
      /// Copies the list.
      public WrongInput {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Opens a run again.
  ///
  /// @throws IllegalStateException when others write the run without end; ask again
  public Retry retry(Request request, Invocation invocation) {
    var turn = new Turn("retry " + request.run(), invocation);
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var answer = retry(request, turn);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new IllegalStateException(
        "run " + request.run() + " is written too often to be opened again; ask again");
  }

  /// Opens the run of a chunk again for a later round of the run around it, or finds it opened: its
  /// instances that failed are done again, those too that were tolerated.
  ///
  /// @throws IllegalStateException when others write the run without end; ask again
  Retry retryChunk(RunId run, Origin.Chunk next, Invocation invocation) {
    var turn = new Turn("retry " + run, invocation);
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var loaded = runs.load(run);
      if (loaded.isEmpty()) {
        return new Retry.Unknown("no run " + run);
      }
      var answer = retryChunk(loaded.get(), next, turn);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new IllegalStateException(
        "run " + run + " is written too often to be opened again; ask again");
  }

  private Optional<Retry> retryChunk(RunRecord record, Origin.Chunk next, Turn turn) {
    if (!record.state().status().hasEnded()) {
      return Optional.of(new Retry.StillOpen(sendAgain(record, turn)));
    }
    if (record.origin().chunk().orElseThrow().round() == next.round()) {
      return Optional.of(new Retry.NothingToDo(record));
    }
    if (!record.state().isSettled()) {
      carryOut.settle(plans.of(record), record, turn, clock.now());
      return Optional.empty();
    }
    var origin = record.origin().ofChunk(next);
    var before = plans.of(record).plan();
    var after = plans.of(record.dag(), record.version(), origin).plan();
    return Redrive.reopen(
            before, after, record.state(), new Redrive.Selection.FailedInstances(), clock.now())
        .map(
            state ->
                new RunRecord(
                    record.run(),
                    record.dag(),
                    record.version(),
                    record.digest(),
                    record.tick(),
                    record.input(),
                    state,
                    Optional.empty(),
                    record.nextCheck(),
                    origin))
        .map(reopened -> begin(reopened, turn))
        .orElseGet(() -> Optional.of(new Retry.NothingToDo(record)));
  }

  /// Empty when somebody else wrote the run meanwhile, if only to settle it: it must be read again.
  private Optional<Retry> retry(Request request, Turn turn) {
    var loaded = runs.load(request.run());
    if (loaded.isEmpty()) {
      return Optional.of(new Retry.Unknown("no run " + request.run()));
    }
    var record = loaded.get();
    if (record.origin().chunk().isPresent()) {
      // What it gave is a part of what the run around it gave.
      return Optional.of(
          new Retry.Unknown(
              "run %s is a chunk of a map and has no life of its own. Retry the run around it: %s"
                  .formatted(request.run(), record.origin().parent().orElseThrow().run())));
    }
    if (!record.state().status().hasEnded()) {
      var standing =
          record.state().status() == RunStatus.QUEUED
              ? admit(record, turn)
              : sendAgain(record, turn);
      return Optional.of(new Retry.StillOpen(standing));
    }
    var epoch = record.state().epoch();
    if (request.backfill().filter(asking -> asking.epoch() != epoch).isPresent()) {
      return Optional.of(new Retry.NothingToDo(record));
    }
    if (!record.state().isSettled()) {
      // Its outbox names tasks by their places, which are other tasks' in another version.
      carryOut.settle(plans.of(record), record, turn, clock.now());
      return Optional.empty();
    }
    var version = versionOf(request, record);
    if (version.isEmpty()) {
      return Optional.of(new Retry.Unknown("DAG " + record.dag() + " was removed"));
    }
    var definition = plans.of(record, version.getAsInt());
    var unknown = unknownTask(request.from(), definition);
    if (unknown.isPresent()) {
      return Optional.of(
          new Retry.Unknown("no task %s in DAG %s".formatted(unknown.get(), record.dag())));
    }
    var checked = request.input().map(definition.inputCheck()::check);
    if (checked.isPresent() && checked.get() instanceof InputCheck.Checked.Wrong(var problems)) {
      return Optional.of(new Retry.WrongInput(problems));
    }
    var input =
        checked.map(
            found ->
                switch (found) {
                  case InputCheck.Checked.Right(var right) -> right;
                  case InputCheck.Checked.Wrong _ ->
                      throw new IllegalStateException("was refused before");
                });
    var size = input.map(Payloads::sizeBytes).orElse(0);
    if (size > Payloads.INPUT_MAX_BYTES) {
      return Optional.of(new Retry.WrongInput(List.of(StartRun.tooLarge(size))));
    }
    return reopen(request, record, definition, version.getAsInt(), input, turn);
  }

  private OptionalInt versionOf(Request request, RunRecord record) {
    return switch (request.version()) {
      case SAME -> OptionalInt.of(record.version());
      case LATEST ->
          dags.latest(record.dag())
              .map(latest -> OptionalInt.of(latest.version()))
              .orElseGet(OptionalInt::empty);
    };
  }

  private static Optional<TaskName> unknownTask(Redrive.Selection from, Definition definition) {
    return switch (from) {
      case Redrive.Selection.Failed _, Redrive.Selection.FailedInstances _ -> Optional.empty();
      case Redrive.Selection.Named(var tasks) ->
          tasks.stream().sorted().filter(task -> definition.task(task).isEmpty()).findFirst();
    };
  }

  private Optional<Retry> reopen(
      Request request,
      RunRecord record,
      Definition definition,
      int version,
      Optional<JsonNode> input,
      Turn turn) {
    var before = plans.of(record);
    var reopened =
        Redrive.reopen(
            before.plan(), definition.plan(), record.state(), request.from(), clock.now());
    if (reopened.isEmpty()) {
      return Optional.of(new Retry.NothingToDo(record));
    }
    var origin = originOf(record, request.backfill().map(ForBackfill::backfill));
    var kept = input.map(given -> newInput(record, given)).or(record::input);
    var next =
        new RunRecord(
            record.run(),
            record.dag(),
            version,
            definition.plan().digest(),
            record.tick(),
            kept,
            reopened.get(),
            Optional.empty(),
            record.nextCheck(),
            origin);
    return origin.admission().isPresent() ? queue(next, turn) : begin(next, turn);
  }

  private Optional<Retry> begin(RunRecord next, Turn turn) {
    // The state has not been written yet: the advance writes it together with what becomes ready.
    return switch (advanceRun.advance(
        next, List.of(new Event.Started()), turn, new Holding.Nothing())) {
      case Advanced.Done(var standing, _, _) ->
          standing.state().epoch() < next.state().epoch()
              ? Optional.empty()
              : Optional.of(
                  standing.input().equals(next.input())
                      ? new Retry.Reopened(standing)
                      : new Retry.StillOpen(standing)); // somebody else's, with another input
      case Advanced.Contended _ -> Optional.empty();
      case Advanced.Gone _ -> Optional.of(new Retry.Unknown("no run " + next.run()));
    };
  }

  /// A run that is opened again is asked for anew, behind all who wait; a part of a run never waits
  /// for a place, because the run around it has one.
  private Origin originOf(RunRecord record, Optional<String> backfill) {
    var origin = record.origin();
    // Somebody wants it: no tick takes its place.
    var line = origin.admission().flatMap(Admission::line).map(Admission.Line::keepingItsPlace);
    var isBounded = !origin.isPart() && places.bound(record.dag(), record.version()).isPresent();
    return isBounded || line.isPresent() || backfill.isPresent()
        ? origin.admittedBy(new Admission(clock.now(), line, backfill))
        : origin.notAdmitted();
  }

  private Optional<Retry> queue(RunRecord reopened, Turn turn) {
    var queued = reopened.with(reopened.state().queued().nextSeq(), clock.now().plus(FIRST_CHECK));
    turn.nextWrite();
    return switch (runs.put(queued)) {
      case RunStore.Writing.Refused _ -> Optional.empty();
      case RunStore.Writing.Stored _ -> Optional.of(new Retry.Reopened(admit(queued, turn)));
    };
  }

  private RunRecord admit(RunRecord queued, Turn turn) {
    if (!places.enter(queued)) {
      return queued;
    }
    return switch (advanceRun.advance(
        queued, List.of(new Event.Admitted(queued.state().epoch())), turn, new Holding.Nothing())) {
      case Advanced.Done(var standing, _, _) -> standing;
      case Advanced.Contended(var standing, _) -> standing; // somebody else has begun it
      case Advanced.Gone _ -> queued;
    };
  }

  /// Not in the item of inputs, which all who redrive the run would share: whose input counts is
  /// decided by the write of RUN alone, so that RUN has the input or refers to it.
  private Payload newInput(RunRecord record, JsonNode input) {
    return Payloads.sizeBytes(input) <= RunStore.INPUT_INLINE_MAX_BYTES
        ? new Payload.Inline(input)
        : payloads.keepApart(record.run(), "input-" + (record.state().epoch() + 1), input);
  }

  private RunRecord sendAgain(RunRecord record, Turn turn) {
    carryOut.again(
        plans.of(record), record, by -> by.message().equals(turn.message()), clock.now());
    return record;
  }
}
