package dev.millrace.testkit.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.run.Redrive;
import dev.millrace.core.run.RunState;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.CompleteCallback.Answer;
import dev.millrace.engine.CompleteCallback.Completion;
import dev.millrace.engine.Engine;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.testkit.contract.Receiving.Delivery;
import dev.millrace.testkit.host.WatchedHost;
import dev.millrace.testkit.proxy.PortProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A host in memory with two actions: `park` parks at once and keeps its callback's token, `queue`
/// is postponed by a minute as often as its argument says. Time stands still unless it is told to
/// pass.
final class ParkingHost {
  static final DagName DAG = new DagName("waiting");
  static final RunId RUN = RunId.named(DAG, "one");

  private final WatchedHost host =
      new WatchedHost(this::now, PortProxy.Call::proceed, new Park(), new Queue());
  private final Engine engine = host.engine();
  private final Map<String, String> tokens = new TreeMap<>();
  private Instant now = Instant.parse("2026-11-23T06:00:00Z");

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
    var _ = host.start(DAG, "one", JsonNodeFactory.instance.objectNode());
  }

  void cancel() {
    engine.cancelRun().cancel(RUN, host.invocation());
  }

  void redriveWithLatest() {
    var request =
        new RetryRun.Request(
            RUN, new Redrive.Selection.Failed(), Optional.empty(), RetryRun.Version.LATEST);
    engine.retryRun().retry(request, host.invocation());
  }

  /// Handles all messages that are there to be taken, and gives them back.
  List<Delivery<DispatchMessage>> handleAll() {
    var taken = host.takeVisible();
    taken.forEach(this::handle);
    return taken;
  }

  void handle(Delivery<DispatchMessage> delivery) {
    host.handle(delivery);
  }

  Completion answer(String token) {
    var answer = new Answer.Succeeded(JsonNodeFactory.instance.textNode("done"));
    return engine.completeCallback().complete(token, answer, host.invocation());
  }

  /// The token of a task's attempt that has parked.
  String token(String attempt) {
    return Optional.ofNullable(tokens.get(attempt)).orElseThrow();
  }

  RunState state() {
    return host.load(RUN).state();
  }

  int attempts(int task) {
    return state().attemptsOf(Work.of(task));
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
