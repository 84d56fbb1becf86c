package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A function some of whose arguments are settled: `$add(1, ?)`.
final class PartialFunction extends FunctionNode {
  private final FunctionNode function;
  private final List<Optional<JsonNode>> settled;

  /// @param settled an argument each, empty where it is still to be given
  PartialFunction(FunctionNode function, List<Optional<JsonNode>> settled) {
    this.function = function;
    this.settled = List.copyOf(settled);
  }

  @Override
  public int arity() {
    return (int) settled.stream().filter(Optional::isEmpty).count();
  }

  @Override
  JsonNode call(Evaluator evaluator, List<JsonNode> arguments, JsonNode context) {
    evaluator.budget().elements(settled.size());
    var all = new ArrayList<JsonNode>(settled.size());
    int next = 0;
    for (var argument : settled) {
      if (argument.isPresent()) {
        all.add(argument.get());
      } else if (next < arguments.size()) {
        all.add(arguments.get(next++));
      } else {
        // What comes behind an argument that is left out is left out, too.
        break;
      }
    }
    return evaluator.call(function, all, context);
  }
}
