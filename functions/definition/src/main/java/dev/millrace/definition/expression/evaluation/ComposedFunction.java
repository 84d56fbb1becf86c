package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// One function after another: `$first ~> $second`.
final class ComposedFunction extends FunctionNode {
  private final FunctionNode first;
  private final FunctionNode second;

  ComposedFunction(FunctionNode first, FunctionNode second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public int arity() {
    return 1;
  }

  @Override
  JsonNode call(Evaluator evaluator, List<JsonNode> arguments, JsonNode context) {
    var between = evaluator.call(first, arguments, context);
    return evaluator.call(second, List.of(between), context);
  }
}
