package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.definition.expression.syntax.Node;
import java.util.List;

/// A function written in the expression, with the variables and the context that it was made in.
final class Lambda extends FunctionNode {
  private final Node.Lambda definition;
  private final JsonNode context;
  private final Frame frame;

  Lambda(Node.Lambda definition, JsonNode context, Frame frame) {
    this.definition = definition;
    this.context = context;
    this.frame = frame;
  }

  @Override
  public int arity() {
    return definition.parameters().size();
  }

  @Override
  JsonNode call(Evaluator evaluator, List<JsonNode> arguments, JsonNode callContext) {
    var fitted =
        definition
            .signature()
            .map(
                signature ->
                    ArgumentMatch.of(
                        "the function", signature, arguments, callContext, evaluator.budget()))
            .orElse(arguments);
    var inner = frame.inner();
    var parameters = definition.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      inner.bind(parameters.get(i), i < fitted.size() ? fitted.get(i) : MissingNode.getInstance());
    }
    return evaluator.evaluateTail(definition.body(), context, inner);
  }
}
