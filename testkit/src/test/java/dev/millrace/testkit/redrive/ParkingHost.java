package dev.millrace.testkit.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Redrive;
import dev.millrace.core.run.RunState;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.CompleteCallback.Answer;
import dev.millrace.engine.CompleteCallback.Completion;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.action.ThreadedActions;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.testkit.contract.Receiving.Delivery;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// A host in memory with two actions: `park` parks at once and keeps its callback's token, `queue`
/// is postponed by a minute as often as its argument says. Time stands still unless it is told to
/// pass.
final class ParkingHost {
  static final DagName DAG = new DagName("waiting");
  static final RunId RUN = RunId.named(DAG, "one");

  private final InMemoryHost host = new InMemoryHost(this::now);
  private final Map<String, String> tokens = new TreeMap<>();
  private final Engine engine;
  private Instant now = Instant.parse("2026-11-23T06:00:00Z");
  private int calls;

  ParkingHost() {
    var ports =
        new Ports(
            host.dags(),
            host.runs(),
            host.payloads(),
            host.entries(),
            new InMemorySecrets(),
            host.dispatch(),
            host.results(),
            host.timers(),
            host.schedules(),
            host.deadLetters(),
            this::now,
            new CountedIds(),
            0);
    var keys = new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://host.example");
    engine =
        new Engine(
            ports, List.of(new Park(), new Queue()), keys, () -> new ThreadedActions(this::now));
  }

  private Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void put(String document) {
    engine.putDag().put(Optional.of(DAG), "waiting.yaml", document);
  }

  void start() {
    var request =
        new StartRun.Request(
            DAG, Optional.of("one"), JsonNodeFactory.instance.objectNode(), OptionalInt.empty());
    engine.startRun().start(request, invocation());
  }

  void cancel() {
    engine.cancelRun().cancel(RUN, invocation());
  }

  void redriveWithLatest() {
    var request =
        new RetryRun.Request(
            RUN, new Redrive.Selection.Failed(), Optional.empty(), RetryRun.Version.LATEST);
    engine.retryRun().retry(request, invocation());
  }

  /// Handles all messages that are there to be taken, and gives them back.
  List<Delivery<DispatchMessage>> handleAll() throws InterruptedException {
    var handled = new ArrayList<Delivery<DispatchMessage>>();
    var queue = host.lane(Lane.SHORT);
    for (var id : queue.visible()) {
      var delivery = queue.receive(id, Duration.ofMinutes(2)).orElseThrow();
      handle(delivery);
      queue.acknowledge(delivery.receipt());
      handled.add(delivery);
    }
    return handled;
  }

  void handle(Delivery<DispatchMessage> delivery) throws InterruptedException {
    engine.executeAssignment().handle(delivery.messageId(), delivery.message(), invocation());
  }

  Completion answer(String token) {
    var answer = new Answer.Succeeded(JsonNodeFactory.instance.textNode("done"));
    return engine.completeCallback().complete(token, answer, invocation());
  }

  /// The token of a task's attempt that has parked.
  String token(String attempt) {
    return Optional.ofNullable(tokens.get(attempt)).orElseThrow();
  }

  RunState state() {
    return host.runs().load(RUN).orElseThrow().state();
  }

  int attempts(int task) {
    return state().attemptsOf(Work.of(task));
  }

  private Invocation invocation() {
    return new Invocation("call-" + ++calls, now.plusSeconds(60), 0);
  }

  private final class Park implements TaskKind {
    @Override
    public String name() {
      return "park";
    }

    @Override
    public List<ArgumentProblem> check(JsonNode arguments) {
      return List.of();
    }

    @Override
    public Traits traits(JsonNode arguments) {
      return new Traits(true, true);
    }

    @Override
    public JsonNode schema() {
      return JsonNodeFactory.instance.objectNode().put("type", "object");
    }

    @Override
    public boolean blocks() {
      return false;
    }

    @Override
    public Execution execute(AttemptContext attempt) {
      tokens.put(attempt.label() + "#" + attempt.attempt().number(), attempt.callback().token());
      return new Execution.Parked(NullNode.getInstance(), Optional.empty());
    }
  }

  private static final class Queue implements TaskKind {
    @Override
    public String name() {
      return "queue";
    }

    @Override
    public List<ArgumentProblem> check(JsonNode arguments) {
      return List.of();
    }

    @Override
    public Traits traits(JsonNode arguments) {
      return new Traits(false, true);
    }

    @Override
    public JsonNode schema() {
      return JsonNodeFactory.instance.objectNode().put("type", "integer");
    }

    @Override
    public boolean blocks() {
      return false;
    }

    @Override
    public Execution execute(AttemptContext attempt) {
      return next(attempt, attempt.arguments().intValue());
    }

    @Override
    public Execution resume(AttemptContext attempt) {
      return next(attempt, attempt.note().orElseThrow().intValue());
    }

    private static Execution next(AttemptContext attempt, int left) {
      return left == 0
          ? new Execution.Done(NullNode.getInstance())
          : new Execution.Postponed(IntNode.valueOf(left - 1), attempt.now().plusSeconds(60));
    }
  }
}
