package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.run.Decide;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.RunState;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Starts runs. The same run id is the same run, however often its start is asked for.
public final class StartRun {
  /// When reconcile first looks at a new run.
  private static final Duration FIRST_CHECK = Duration.ofMinutes(2);

  private final DagStore dags;
  private final RunStore runs;
  private final Plans plans;
  private final Payloads payloads;
  private final Clock clock;
  private final Ids ids;
  private final AdvanceRun advanceRun;
  private final CarryOut carryOut;
  private final Places places;

  StartRun(
      DagStore dags,
      RunStore runs,
      Plans plans,
      Payloads payloads,
      Clock clock,
      Ids ids,
      AdvanceRun advanceRun,
      CarryOut carryOut,
      Places places) {
    this.dags = dags;
    this.runs = runs;
    this.plans = plans;
    this.payloads = payloads;
    this.clock = clock;
    this.ids = ids;
    this.advanceRun = advanceRun;
    this.carryOut = carryOut;
    this.places = places;
  }

  /// What is asked for.
  ///
  /// @param name of the run within its DAG; empty: a new run each time
  /// @param version of the DAG; empty: the latest
  public record Request(DagName dag, Optional<String> name, JsonNode input, OptionalInt version) {}

  /// A scheduled instant whose run is asked for. The same tick is the same run.
  ///
  /// @param schedule its name, where a DAG has several
  /// @param at the scheduled instant, never the clock's
  /// @param version of the DAG that has the schedule
  /// @param input that the schedule gives
  /// @param line in which its run waits; empty: beside whatever goes
  /// @param backfill that asks for it and is told of its end; empty: the schedule does
  public record Tick(
      DagName dag,
      Optional<String> schedule,
      Instant at,
      int version,
      JsonNode input,
      Optional<Admission.Line> line,
      Optional<String> backfill) {}

  /// What became of it.
  public sealed interface Start {
    /// The run is new.
    record Started(RunRecord record) implements Start {}

    /// The run was started before with the same input.
    record Again(RunRecord record) implements Start {}

    /// The run was started before with another input.
    record OtherInput(RunRecord record) implements Start {}

    /// There is no such DAG, or no such version of it.
    record UnknownDag(String what) implements Start {}

    /// The input is not what the DAG's `params` ask for, or too large.
    record WrongInput(List<Problem> problems) implements Start {
      /// Copies the list.
      public WrongInput {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Starts a run, durably: when this returns, the run goes on whatever happens to the caller.
  public Start start(Request request, Invocation invocation) {
    return startChild(request, Origin.NONE, invocation);
  }

  /// The same for a run that a task starts.
  Start startChild(Request request, Origin origin, Invocation invocation) {
    var version = versionOf(request);
    if (version.isEmpty()) {
      return new Start.UnknownDag(
          request.version().isPresent()
              ? "no version %d of DAG %s".formatted(request.version().getAsInt(), request.dag())
              : "no DAG " + request.dag());
    }
    var run = RunId.named(request.dag(), request.name().orElseGet(ids::ulid));
    var dag = request.dag();
    var wanted =
        new Wanted(
            run,
            dag,
            version.getAsInt(),
            Optional.empty(),
            isBounded(request, version.getAsInt())
                ? origin.admittedBy(Admission.of(clock.now()))
                : origin);
    return start(wanted, request.input(), invocation);
  }

  private boolean isBounded(Request request, int version) {
    return plans.of(request.dag(), version).concurrentRuns().isPresent()
        || (request.version().isPresent() && places.bound(request.dag(), version).isPresent());
  }

  /// Starts the run of a tick, as durably.
  public Start start(Tick tick, Invocation invocation) {
    var run = RunId.ofTick(tick.dag(), tick.at(), tick.schedule());
    var isBounded = plans.of(tick.dag(), tick.version()).concurrentRuns().isPresent();
    var waits = isBounded || tick.line().isPresent() || tick.backfill().isPresent();
    // Who was due earlier comes first, whoever is slow to ask; ticks of long ago come behind all
    // who wait.
    var asked = tick.backfill().isPresent() ? clock.now() : tick.at();
    var origin =
        waits
            ? Origin.NONE.admittedBy(new Admission(asked, tick.line(), tick.backfill()))
            : Origin.NONE;
    var wanted = new Wanted(run, tick.dag(), tick.version(), Optional.of(tick.at()), origin);
    return start(wanted, tick.input(), invocation);
  }

  /// A run to be created.
  private record Wanted(
      RunId run, DagName dag, int version, Optional<Instant> tick, Origin origin) {}

  private Start start(Wanted wanted, JsonNode input, Invocation invocation) {
    var definition = plans.of(wanted.dag(), wanted.version());
    return switch (definition.inputCheck().check(input)) {
      case InputCheck.Checked.Wrong(var problems) -> new Start.WrongInput(problems);
      case InputCheck.Checked.Right(var checked) -> create(wanted, definition, checked, invocation);
    };
  }

  /// Starts the run of an inline group or of a chunk: of the same version of the same DAG as the
  /// run around it.
  ///
  /// @param captured what the group reads from around it; a chunk reads there itself
  Start startPart(
      RunId run, RunRecord parent, JsonNode captured, Origin origin, Invocation invocation) {
    var definition = plans.of(parent.dag(), parent.version(), origin);
    var wanted = new Wanted(run, parent.dag(), parent.version(), parent.tick(), origin);
    return create(wanted, definition, captured, invocation);
  }

  private OptionalInt versionOf(Request request) {
    if (request.version().isEmpty()) {
      return dags.latest(request.dag())
          .map(latest -> OptionalInt.of(latest.version()))
          .orElseGet(OptionalInt::empty);
    }
    return dags.version(request.dag(), request.version().getAsInt()).isPresent()
        ? request.version()
        : OptionalInt.empty();
  }

  static Problem tooLarge(int sizeBytes) {
    return new Problem(
        "input",
        1,
        1,
        "",
        "the input has %,d bytes; at most %,d are allowed."
            .formatted(sizeBytes, Payloads.INPUT_MAX_BYTES),
        "Put the data into a store and pass its address.");
  }

  private Start create(
      Wanted wanted, Definition definition, JsonNode input, Invocation invocation) {
    var sizeBytes = Payloads.sizeBytes(input);
    if (sizeBytes > Payloads.INPUT_MAX_BYTES) {
      return new Start.WrongInput(List.of(tooLarge(sizeBytes)));
    }
    var run = wanted.run();
    var now = clock.now();
    var turn = new Turn(run.text(), invocation);
    var fresh = RunState.fresh(definition.plan(), ids.seed(), now);
    if (wanted.origin().admission().isPresent()) {
      return createQueued(wanted, definition, input, fresh.queued(), turn);
    }
    var by = turn.nextWrite();
    var decision = Decide.decide(definition.plan(), fresh, List.of(new Event.Started()), now, by);
    // What needs evaluation writes items first, and must not do so for a run of another start.
    var simple = !decision.asks() && !decision.state().status().hasEnded();
    var state = (simple ? decision.state() : fresh).nextSeq();
    var payload = kept(run, input);
    var record = record(wanted, definition, payload, sizeBytes, state);
    return switch (runs.create(record, payload)) {
      case RunStore.Creation.Created _ -> {
        if (simple) {
          var draft = new AdvanceRun.Draft(record, decision.commands(), by);
          carryOut.after(definition, draft, turn, new Holding.Nothing(), now);
          yield new Start.Started(record);
        }
        yield new Start.Started(begin(record, new Event.Started(), turn));
      }
      case RunStore.Creation.Exists(var standing) -> again(standing, input, by, turn);
    };
  }

  private static RunRecord record(
      Wanted wanted, Definition definition, Payload payload, int sizeBytes, RunState state) {
    return new RunRecord(
        wanted.run(),
        wanted.dag(),
        wanted.version(),
        definition.plan().digest(),
        wanted.tick(),
        sizeBytes <= RunStore.INPUT_INLINE_MAX_BYTES ? Optional.of(payload) : Optional.empty(),
        state,
        Optional.empty(),
        state.startedAt().plus(FIRST_CHECK),
        wanted.origin());
  }

  /// A run that must wait for a place is there before it waits: whatever happens to the caller, it
  /// is open, and reconcile finds it.
  private Start createQueued(
      Wanted wanted, Definition definition, JsonNode input, RunState queued, Turn turn) {
    var payload = kept(wanted.run(), input);
    var record = record(wanted, definition, payload, Payloads.sizeBytes(input), queued.nextSeq());
    return switch (runs.create(record, payload)) {
      case RunStore.Creation.Created _ -> new Start.Started(admit(record, turn));
      case RunStore.Creation.Exists(var standing) -> again(standing, input, turn.nextWrite(), turn);
    };
  }

  private RunRecord admit(RunRecord queued, Turn turn) {
    return places.enter(queued)
        ? begin(queued, new Event.Admitted(queued.state().epoch()), turn)
        : queued;
  }

  private Payload kept(RunId run, JsonNode input) {
    return switch (payloads.keep(run, "input", input)) {
      case Payloads.Keeping.Kept(var payload) -> payload;
      case Payloads.Keeping.TooLarge _ ->
          throw new IllegalStateException("an input is never larger than a payload may be");
    };
  }

  private RunRecord begin(RunRecord record, Event event, Turn turn) {
    return switch (advanceRun.advance(record, List.of(event), turn, new Holding.Nothing())) {
      case Advanced.Done(var standing, _, _) -> standing;
      case Advanced.Contended(var standing, _) -> standing; // somebody else has begun it
      case Advanced.Gone _ -> record;
    };
  }

  /// The same start again: begins what a lost caller may have left unbegun. It may also have been
  /// this very creation whose answer was lost; then nothing of it has been sent.
  private Start again(RunRecord standing, JsonNode input, Issuer creation, Turn turn) {
    var before = payloads.read(standing.input().orElseGet(() -> runs.input(standing.run())));
    if (!before.equals(input)) {
      return new Start.OtherInput(standing);
    }
    if (standing.state().status().hasEnded()) {
      return new Start.Again(standing);
    }
    var now = clock.now();
    var begun =
        standing.state().status() == RunStatus.QUEUED
            ? admit(standing, turn)
            : begin(standing, new Event.Started(), turn);
    carryOut.again(plans.of(begun), begun, by -> isUnsent(by, begun, creation, turn), now);
    return new Start.Again(begun);
  }

  private static boolean isUnsent(Issuer by, RunRecord record, Issuer creation, Turn turn) {
    return by.equals(creation)
        || (by.message().equals(record.run().text())
            && !by.invocation().equals(turn.invocation().id()));
  }
}
