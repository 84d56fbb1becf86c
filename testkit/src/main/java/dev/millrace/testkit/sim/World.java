package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.Plan;
import dev.millrace.definition.ActionLibrary;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Engine;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.integrations.dag.DagKind;
import dev.millrace.integrations.tasks.TasksKind;
import dev.millrace.testkit.memory.InMemoryHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One simulated world: its time, its stores and queues, the hosts that work on them, the people
/// outside, and those who watch. Everything in it is decided by the seed.
final class World {
  static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

  private static final List<TaskKind> KINDS =
      List.of(new SimKind(), new DagKind(), new TasksKind());

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final long seed;
  private final Options options;
  private final Agenda agenda;
  private final Faults faults;
  private final Gate gate;
  private final InMemoryHost raw;
  private final SimPorts ports;
  private final SimHost host;
  private final Users users;
  private final Outside outside;
  private final Script script;
  private final Coverage coverage = new Coverage();
  private final Mistakes mistakes;
  private final TreeMap<RunId, RunWatch> watches = new TreeMap<>();
  private final Plans plans = new Plans();
  private final int instancesMax;
  private final Map<RunId, List<RunId>> children = new HashMap<>();
  private final List<String> history = new ArrayList<>();
  private final List<Call> live = new ArrayList<>();
  private Engine engine;
  private @Nullable Call current;
  private @Nullable Violation violation;
  private long step;

  World(long seed, Options options) {
    this.seed = seed;
    this.options = options;
    this.instancesMax = options.instancesMax(seed);
    this.mistakes = new Mistakes(options.mistakes());
    this.agenda = new Agenda(START, Dice.of(seed, "order"));
    this.faults = options.faults(Faults.draw(Dice.of(seed, "faults")));
    this.raw = new InMemoryHost(agenda);
    this.gate = new Gate(this, Dice.of(seed, "gate"), faults);
    this.ports = new SimPorts(this);
    var dag = options.dag(seed);
    this.script = new Script(seed, dag);
    this.host = new SimHost(this, Dice.of(seed, "host"));
    this.users = new Users(this, Dice.of(seed, "users"));
    this.outside = new Outside(this, Dice.of(seed, "outside"));
    this.engine = freshEngine();
    childrenIn(dag)
        .forEach(
            child -> {
              script.learn(child.dag());
              switch (child.form()) {
                case DAG -> put(child.dag());
                case GROUP -> {
                  // It stands in the document.
                }
              }
            });
    put(dag);
    var changes = Dice.of(seed, "changes");
    if (options.usersAct() && options.given().isEmpty() && changes.chance(0.2)) {
      var next = DagMaker.change(dag, changes);
      after(changes.about(Duration.ofMillis(1), Duration.ofMinutes(5)), () -> change(next));
    }
  }

  private static Stream<SimTask.Child> childrenIn(SimDag dag) {
    return dag.tasks().stream().flatMap(task -> task.child().stream());
  }

  private void change(SimDag next) {
    script.learn(next);
    childrenIn(next).forEach(child -> script.learn(child.dag()));
    put(next);
  }

  private Engine freshEngine() {
    var tokens = new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://sim.example");
    return new Engine(
        ports.all(), KINDS, ActionLibrary.EMPTY, tokens, () -> current().actions(), instancesMax);
  }

  /// Instances of a mapped task in one run.
  int instancesMax() {
    return instancesMax;
  }

  /// What a map says of all its chunks together.
  MapPolicy mapOf(RunRecord record, TaskName task) {
    return plans.mapOf(record, task);
  }

  private void put(SimDag dag) {
    var document = new PlantedMessages(this).document(SimDocument.of(dag).toString());
    switch (engine.putDag().put(Optional.of(dag.name()), "seed " + seed, document)) {
      case PutDag.Putting.Added(var name, var version) ->
          plans.add(version, dag, engine.plans().of(name, version).plan().digest());
      case PutDag.Putting.Unchanged _ -> {
        // Nothing was changed after all.
      }
      case PutDag.Putting.Refused(var problems) ->
          throw new IllegalStateException(document + "\n" + problems);
    }
    note(() -> document);
  }

  /// Lives until all is quiet, or something is wrong.
  void live() {
    users.begin();
    host.begin();
    while (violation == null && !isQuiet()) {
      if (++step > options.stepsMax()) {
        violated(6, "the runs do not come to an end within " + step + " steps");
      } else if (!agenda.step()) {
        violated(6, "nothing more can happen, and " + unfinished());
      }
      host.progressCheck();
    }
    if (violation == null) {
      watches.values().forEach(RunWatch::checkAtRest);
      host.checkAtRest();
    }
    end();
  }

  private boolean isQuiet() {
    return live.isEmpty() && users.areDone() && host.isQuiet();
  }

  private String unfinished() {
    return raw.runs().due(Instant.MAX, 10).stream()
        .flatMap(run -> raw.runs().load(run).stream())
        .map(record -> record.run() + " is " + record.state())
        .toList()
        .toString();
  }

  /// Unwinds what still sleeps, so that no thread is left behind.
  private void end() {
    for (var call : List.copyOf(live)) {
      call.die();
      while (!call.strand().isOver()) {
        call.strand().resume();
      }
    }
  }

  // ---- time and baton ----

  Instant now() {
    return agenda.now();
  }

  Clock clock() {
    return agenda;
  }

  long step() {
    return step;
  }

  void at(Instant when, Runnable what) {
    agenda.at(when, what);
  }

  void after(Duration delay, Runnable what) {
    agenda.at(now().plus(delay), what);
  }

  /// Begins an invocation now.
  void begin(Call call) {
    live.add(call);
    at(now(), () -> resume(call));
    at(
        call.deadline(),
        () -> {
          if (!call.strand().isOver() && !call.isDead()) {
            if (gate.strikes(Fault.OUTLIVES_LEASE)) {
              note(() -> call + " outlives its deadline");
            } else {
              note(() -> call + " is ended at its deadline");
              call.die();
            }
          }
        });
  }

  /// Lets an invocation sleep; for its own strand.
  void sleep(Call call, Instant until) {
    at(until, () -> resume(call));
    call.strand().pause();
  }

  private void resume(Call call) {
    if (call.strand().isOver()) {
      return;
    }
    current = call;
    call.strand().resume();
    current = null;
    if (call.strand().isOver()) {
      live.remove(call);
      call.strand().fault().ifPresent(fault -> faulted(call, fault));
      host.over(call);
    }
  }

  private void faulted(Call call, Throwable fault) {
    if (!(fault instanceof Crash)) {
      violated(0, call + " (" + call.what() + ") threw " + fault + stackOf(fault));
    }
  }

  private static String stackOf(Throwable fault) {
    var stack = new StringBuilder();
    for (var frame : fault.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.millrace") && stack.length() < 1_500) {
        stack.append("\n    at ").append(frame);
      }
    }
    return stack.toString();
  }

  Call current() {
    if (current == null) {
      throw new IllegalStateException("nobody has the baton");
    }
    return current;
  }

  boolean hasCurrent() {
    return current != null;
  }

  Crash crash(Call call, String where) {
    note(() -> call + " crashes " + where);
    host.crashed();
    return call.crash();
  }

  boolean faultsLast() {
    return now().isBefore(START.plus(faults.lasting()));
  }

  // ---- what there is ----

  long seed() {
    return seed;
  }

  Options options() {
    return options;
  }

  Faults faults() {
    return faults;
  }

  Gate gate() {
    return gate;
  }

  InMemoryHost raw() {
    return raw;
  }

  SimHost host() {
    return host;
  }

  Users users() {
    return users;
  }

  Outside outside() {
    return outside;
  }

  Script script() {
    return script;
  }

  Mistakes mistakes() {
    return mistakes;
  }

  Coverage coverage() {
    return coverage;
  }

  Engine engine() {
    return engine;
  }

  /// Another process takes over, which has read no DAG yet.
  void renewEngine() {
    engine = freshEngine();
  }

  /// The plan that a run goes by, made without a document.
  Plan plan(RunRecord record) {
    return plans.of(record);
  }

  /// A run has started another.
  void childOf(RunId parent, RunId child) {
    children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(child);
  }

  /// The runs that a run has started.
  List<RunId> childrenOf(RunId parent) {
    return List.copyOf(children.getOrDefault(parent, List.of()));
  }

  RunWatch watch(RunId run) {
    return watches.computeIfAbsent(run, missing -> new RunWatch(this, missing));
  }

  Behaviour behaviour(AttemptContext context) {
    return script.behaviour(context.run().text(), context.task(), context.attempt());
  }

  JsonNode valueOf(Payload payload) {
    return switch (payload) {
      case Payload.Inline(var json) -> json;
      case Payload.Reference(var key, _) -> {
        try {
          yield MAPPER.readTree(raw.payloads().get(key));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  // ---- findings ----

  void violated(int invariant, String what) {
    note(() -> "VIOLATED " + invariant + ": " + what);
    if (violation == null) {
      violation = new Violation(seed, invariant, what);
    }
  }

  Optional<Violation> violation() {
    return Optional.ofNullable(violation);
  }

  void note(Supplier<String> what) {
    if (options.trace()) {
      history.add(
          "%11.3f  %s".formatted(Duration.between(START, now()).toMillis() / 1000.0, what.get()));
    }
  }

  List<String> history() {
    return List.copyOf(history);
  }
}
