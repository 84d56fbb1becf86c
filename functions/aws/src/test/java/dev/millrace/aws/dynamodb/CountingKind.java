package dev.millrace.aws.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.ErrorName;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Gives back the number it is given, or fails in the first attempts that it is told to, and counts
/// how often each attempt was executed.
final class CountingKind implements TaskKind {
  private static final JsonNode SCHEMA =
      JsonNodeFactory.instance.objectNode().put("type", "object");

  private final Map<String, Integer> executions = new ConcurrentHashMap<>();

  Map<String, Integer> executions() {
    return Map.copyOf(executions);
  }

  /// The works of which an attempt was executed: `run task[index]`.
  Set<String> works() {
    return executions.keySet().stream()
        .map(attempt -> attempt.substring(0, attempt.indexOf('#')))
        .collect(Collectors.toSet());
  }

  @Override
  public String name() {
    return "count";
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
    return SCHEMA;
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    var number = attempt.attempt().number();
    executions.merge(attempt.run() + " " + attempt.label() + "#" + number, 1, Integer::sum);
    return number <= attempt.arguments().path("failures").asInt()
        ? Execution.Failed.of(new ErrorName("Count.Again"), "attempt " + number)
        : new Execution.Done(attempt.arguments().path("number"));
  }

  @Override
  public boolean blocks() {
    return false;
  }
}
