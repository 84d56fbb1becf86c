package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.DagName;
import dev.millrace.definition.Definition;
import dev.millrace.definition.event.EventSource;
import dev.millrace.definition.event.EventStart;
import dev.millrace.definition.expression.Scope;
import dev.millrace.engine.event.Subscriptions;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.text.InstantText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the runs of DAGs that start after a run which has ended. Each is made of that very end,
/// so doing it twice does no harm.
final class StartFollowers {
  private static final Logger LOG = LoggerFactory.getLogger(StartFollowers.class);

  /// How long starting one may take: nothing of the run is executed here.
  private static final Duration START_TIME = Duration.ofSeconds(30);

  private final DagStore dags;
  private final Plans plans;
  private final Subscriptions subscriptions;
  private final ReadRun readRun;
  private final Ids ids;
  private final long hostNumber;
  private final Supplier<StartByEvent> startByEvent;

  /// @param startByEvent asked for once a run has ended: starting runs needs what ends them
  StartFollowers(
      Ports ports,
      Plans plans,
      Subscriptions subscriptions,
      ReadRun readRun,
      Supplier<StartByEvent> startByEvent) {
    this.dags = ports.dags();
    this.plans = plans;
    this.subscriptions = subscriptions;
    this.readRun = readRun;
    this.ids = ports.ids();
    this.hostNumber = ports.hostNumber();
    this.startByEvent = startByEvent;
  }

  /// Whether a run that ends now may have followers. A group is a part of a run and has none.
  boolean areAwaited(RunRecord ending) {
    return !ending.origin().isPart() && subscriptions.hasFollowers(ending.dag());
  }

  void startAfter(Definition definition, RunRecord ended, Instant now) {
    var follows = ended.origin().follows() + 1;
    if (follows > Origin.FOLLOWS_MAX) {
      LOG.warn(
          "run {}: no run is started after it, it is the end of {} that followed each other; do DAGs"
              + " start after each other?",
          ended.run(),
          Origin.FOLLOWS_MAX);
      return;
    }
    for (var dag : subscriptions.followersOf(ended.dag())) {
      for (var start : startsOf(dag, ended)) {
        if (start(dag, start, definition, ended, follows, now)) {
          break; // an end starts one run of a DAG, however many of its starts ask for it
        }
      }
    }
  }

  private List<EventStart> startsOf(DagName dag, RunRecord ended) {
    return dags.latest(dag).flatMap(plans::find).map(Definition::events).orElse(List.of()).stream()
        .filter(
            start ->
                start.source() instanceof EventSource.After(var followed, var statuses)
                    && followed.equals(ended.dag())
                    && statuses.contains(ended.state().status()))
        .toList();
  }

  private boolean start(
      DagName dag,
      EventStart start,
      Definition definition,
      RunRecord ended,
      int follows,
      Instant now) {
    var input = described(ended);
    JsonNode event = input;
    if (readsEvent(start)) {
      var whole = input.deepCopy();
      whole.set("output", readRun.output(definition, ended));
      event = whole;
    }
    var key = ended.run() + "\n" + ended.state().epoch();
    var arrived = new StartByEvent.Arrived(event, input, Optional.of(key));
    // A call of its own: what it issues must not be taken for what an earlier one, that was lost,
    // has issued.
    var invocation = new Invocation(ids.invocation(), now.plus(START_TIME), hostNumber);
    var scope = Scope.at(ended.state().endedAt().orElse(now), ended.state().seed());
    var origin = Origin.NONE.following(follows);
    return switch (startByEvent.get().start(dag, start, arrived, scope, origin, invocation)) {
      case StartByEvent.Result.Started(var run) -> {
        LOG.info("run {}: started after run {}", run, ended.run());
        yield true;
      }
      case StartByEvent.Result.Again _ -> true;
      case StartByEvent.Result.Filtered _ -> false;
      case StartByEvent.Result.Refused(var why, _) -> {
        LOG.error("run {}: DAG {} cannot be started after it: {}", ended.run(), dag, why);
        yield false;
      }
    };
  }

  /// An output may be large, so it is read only where an expression may want it.
  private static boolean readsEvent(EventStart start) {
    return start.filter().isPresent() || start.input().isPresent();
  }

  private static ObjectNode described(RunRecord ended) {
    var event = JsonNodeFactory.instance.objectNode();
    event.put("run", ended.run().text());
    event.put("dag", ended.dag().text());
    event.put("version", ended.version());
    event.put("status", ended.state().status().name());
    event.put("startedAt", InstantText.of(ended.state().startedAt()));
    ended.state().endedAt().ifPresent(at -> event.put("endedAt", InstantText.of(at)));
    ended
        .error()
        .ifPresent(
            error -> {
              var json = event.putObject("error");
              json.put("name", error.name().text()).put("cause", error.cause());
              error.task().ifPresent(task -> json.put("task", task.text()));
            });
    return event;
  }
}
