package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.RetryPolicy;
import dev.millrace.core.plan.TriggerRule;
import dev.millrace.testkit.sim.SimTask.Mapped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Writes a made-up DAG as a document, with the kind `sim` as its action.
final class SimDocument {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// What simulated runs are started with: conditions read it.
  static final JsonNode INPUT = NODES.objectNode().put("yes", true).put("no", false).put("n", 1);

  /// The same, too large to stand in RUN.
  static final JsonNode LARGE_INPUT =
      NODES
          .objectNode()
          .put("yes", true)
          .put("no", false)
          .put("n", 1)
          .put("more", "0123456789".repeat(40));

  private final SimDag dag;
  private final Map<TaskName, SimTask> tasks = new HashMap<>();

  private SimDocument(SimDag dag) {
    this.dag = dag;
    dag.tasks().forEach(task -> tasks.put(task.name(), task));
  }

  static JsonNode of(SimDag dag) {
    return new SimDocument(dag).document();
  }

  private ObjectNode document() {
    var document = NODES.objectNode();
    document.put("dag", dag.name().text());
    document.put("timeout", text(dag.rules().timeout()));
    document.put("failFast", dag.rules().failFast());
    dag.rules()
        .concurrentTasks()
        .ifPresent(limit -> document.putObject("concurrency").put("tasks", limit));
    document.set("tasks", tasks());
    switch (dag.output()) {
      case NONE -> {
        // The outputs of the leaves.
      }
      case GIVEN -> document.put("output", "${ {\"run\": run.id, \"yes\": input.yes} }");
      case BROKEN -> document.put("output", "${ $error(\"no output\") }");
    }
    return document;
  }

  private ObjectNode task(SimTask task) {
    var json = NODES.objectNode();
    var needs = json.putArray("needs");
    for (var need : task.needs()) {
      if (need.on().isEmpty()) {
        needs.add(need.task().text());
      } else {
        var on = needs.addObject().put("task", need.task().text()).putArray("on");
        new TreeSet<>(need.on().get()).forEach(end -> on.add(end.name().toLowerCase(Locale.ROOT)));
      }
    }
    if (!task.saysOn() && !task.needs().isEmpty() && task.rule() != TriggerRule.ALL_SUCCESS) {
      json.put("trigger", task.rule().word());
    }
    switch (task.when()) {
      case NONE -> {
        // No key, no condition.
      }
      case TRUE -> json.put("when", "${ input.yes }");
      case FALSE -> json.put("when", "${ input.no }");
      case BROKEN -> json.put("when", "${ input.n }");
    }
    task.map().ifPresent(map -> json.set("map", map(task.name(), map)));
    task.child()
        .ifPresentOrElse(child -> act(json, child), () -> json.set(SimKind.NAME, arguments(task)));
    task.retry().ifPresent(policies -> json.set("retry", retry(policies)));
    task.timeout().ifPresent(timeout -> json.put("timeout", text(timeout)));
    task.heartbeat().ifPresent(heartbeat -> json.put("heartbeat", text(heartbeat)));
    json.put("idempotent", task.idempotent());
    json.put("allowFailure", task.allowFailure());
    json.put("cleanup", task.cleanup());
    return json;
  }

  private static void act(ObjectNode json, SimTask.Child child) {
    switch (child.form()) {
      case DAG -> json.putObject("dag").put("name", child.dag().name().text()).set("input", INPUT);
      case GROUP -> json.set("tasks", new SimDocument(child.dag()).tasks());
    }
  }

  private ObjectNode tasks() {
    var all = NODES.objectNode();
    dag.tasks().forEach(task -> all.set(task.name().text(), task(task)));
    return all;
  }

  /// The first item of a mapped task, so that no two tasks have the same.
  static int firstItem(TaskName task) {
    return 1_000 * (1 + Math.floorMod(task.text().hashCode(), 900));
  }

  private static ObjectNode map(TaskName task, Mapped map) {
    var json = NODES.objectNode();
    var first = firstItem(task);
    var over =
        map.items().isEmpty()
            ? "null"
            : map.items().getAsInt() == 0
                ? "[]"
                : "[%d..%d]".formatted(first, first + map.items().getAsInt() - 1);
    json.put("over", "${ " + over + " }");
    map.concurrency().ifPresent(limit -> json.put("concurrency", limit));
    switch (map.tolerate()) {
      case MapPolicy.Count(var failures) -> json.put("tolerate", failures);
      case MapPolicy.Percent(var percent) -> json.put("tolerate", (long) percent + "%");
    }
    return json;
  }

  /// The action shows what it sees, so that the checks can compare.
  private ObjectNode arguments(SimTask task) {
    var json = NODES.objectNode();
    json.put("parks", task.parks());
    task.map().ifPresent(_ -> json.put("item", "${ item }").put("index", "${ index }"));
    var sees = json.putObject("sees");
    for (var need : ancestors(task)) {
      sees.put(need.text(), "${ tasks." + need + ".output }");
    }
    return json;
  }

  /// Its needs, and the needs of the first of them.
  private Set<TaskName> ancestors(SimTask task) {
    var found = new TreeSet<TaskName>();
    for (var need : task.needs()) {
      found.add(need.task());
    }
    if (!task.needs().isEmpty()) {
      var first = tasks.get(task.needs().getFirst().task());
      if (first != null) {
        first.needs().forEach(need -> found.add(need.task()));
      }
    }
    return found;
  }

  private static JsonNode retry(List<RetryPolicy> policies) {
    if (policies.isEmpty()) {
      return NODES.textNode("none");
    }
    var all = NODES.arrayNode();
    for (var policy : policies) {
      var json = all.addObject();
      var on = json.putArray("on");
      policy.on().forEach(pattern -> on.add(pattern.text()));
      json.put("limit", policy.limit());
      json.put("delay", text(policy.delay()));
      json.put("backoff", policy.backoff());
      json.put("maxDelay", text(policy.maxDelay()));
      json.put("jitter", policy.jitter().name().toLowerCase(Locale.ROOT));
      policy.within().ifPresent(within -> json.put("within", text(within)));
    }
    return all;
  }

  private static String text(Duration duration) {
    return duration.equals(Plan.TIMEOUT_DEFAULT) ? "7d" : duration.toMillis() + "ms";
  }
}
