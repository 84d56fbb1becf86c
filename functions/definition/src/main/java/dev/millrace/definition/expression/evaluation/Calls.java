package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.expression.syntax.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Evaluates what calls functions: finds the function, then evaluates its arguments, all of them
/// before the call.
final class Calls {
  private final Evaluator evaluator;

  Calls(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /// `left ~> right`.
  JsonNode of(Node.Apply apply, JsonNode context, Frame frame) {
    var left = evaluator.evaluate(apply.left(), context, frame);
    if (apply.right() instanceof Node.Call call) {
      return of(call, context, frame, Optional.of(left));
    }
    if (apply.right() instanceof Node.Refined refined && refined.base() instanceof Node.Call call) {
      return evaluator.refine(refined, of(call, context, frame, Optional.of(left)), frame);
    }
    if (!(evaluator.evaluate(apply.right(), context, frame) instanceof FunctionNode function)) {
      throw new Halt.Fault("~> needs a function on its right").at(apply.offset());
    }
    if (left instanceof FunctionNode first) {
      return new ComposedFunction(first, function);
    }
    try {
      return evaluator.call(function, List.of(left), JsonNodeFactory.instance.nullNode());
    } catch (Halt.Fault fault) {
      throw fault.at(apply.offset());
    }
  }

  /// `function(arguments)`.
  ///
  /// @param first an argument before those that are written
  JsonNode of(Node.Call call, JsonNode context, Frame frame, Optional<JsonNode> first) {
    var function = function(call.procedure(), call.offset(), context, frame);
    var arguments = arguments(call.arguments(), context, frame);
    first.ifPresent(arguments::addFirst);
    try {
      return evaluator.call(function, arguments, context);
    } catch (Halt.Fault fault) {
      throw fault.at(call.offset());
    }
  }

  /// A call that a function's body ends with.
  TailCall inTail(Node.Call call, JsonNode context, Frame frame) {
    var function = function(call.procedure(), call.offset(), context, frame);
    var arguments = arguments(call.arguments(), context, frame);
    return new TailCall(function, arguments, context, call.offset());
  }

  private FunctionNode function(Node procedure, int offset, JsonNode context, Frame frame) {
    var value = evaluator.evaluate(procedure, context, frame);
    if (value instanceof FunctionNode function) {
      return function;
    }
    throw new Halt.Fault("what is called is no function but " + Kind.describe(value)).at(offset);
  }

  private List<JsonNode> arguments(List<Node> nodes, JsonNode context, Frame frame) {
    var arguments = new ArrayList<JsonNode>(nodes.size() + 1);
    for (var node : nodes) {
      arguments.add(evaluator.evaluate(node, context, frame));
    }
    return arguments;
  }

  /// `function(argument, ?)`.
  JsonNode of(Node.PartialCall partial, JsonNode context, Frame frame) {
    var settled = new ArrayList<Optional<JsonNode>>();
    for (var argument : partial.arguments()) {
      settled.add(
          argument instanceof Node.Placeholder
              ? Optional.empty()
              : Optional.of(evaluator.evaluate(argument, context, frame)));
    }
    var function = function(partial.procedure(), partial.offset(), context, frame);
    return new PartialFunction(function, settled);
  }
}
