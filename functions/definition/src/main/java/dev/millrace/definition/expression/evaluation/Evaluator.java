package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.definition.expression.syntax.Node;
import dev.millrace.definition.expression.syntax.Operator;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One evaluation of one expression, on one thread. It walks the tree; paths, groupings and
/// functions have classes of their own.
public final class Evaluator {
  private final Budget budget;
  private final Instant instant;
  private final Randomness randomness;
  private final Map<String, NativeFunction> functions;
  private final PathWalk paths;
  private final Calls calls;

  /// @param functions the built-in ones by name, without the `$`
  /// @param instant the evaluation's present
  /// @param seed where its random numbers begin
  public Evaluator(
      Budget budget, Map<String, NativeFunction> functions, Instant instant, long seed) {
    this.budget = budget;
    this.functions = functions;
    this.instant = instant;
    this.randomness = new Randomness(seed);
    this.paths = new PathWalk(this, budget);
    this.calls = new Calls(this);
  }

  public Budget budget() {
    return budget;
  }

  public Instant instant() {
    return instant;
  }

  public Randomness randomness() {
    return randomness;
  }

  /// The value of a whole expression; missing when it gives nothing.
  ///
  /// @throws Halt when it has none
  public JsonNode evaluate(Node root, JsonNode input) {
    var frame = Frame.of(functions).inner();
    frame.bind("$", input);
    return evaluate(root, input, frame);
  }

  /// The value of a part for one context.
  JsonNode evaluate(Node node, JsonNode context, Frame frame) {
    budget.enter();
    var value = unpacked(raw(node, context, frame), keepsArray(node));
    budget.leave();
    return value;
  }

  private static boolean keepsArray(Node node) {
    return (node instanceof Node.Refined refined && refined.keepsArray())
        || (node instanceof Node.Path path && path.keepsArray());
  }

  /// A sequence of one value is that value, an empty one is nothing.
  private JsonNode unpacked(JsonNode value, boolean keepsArray) {
    if (!(value instanceof Sequence sequence)) {
      return value;
    }
    if (sequence.isEmpty()) {
      return MissingNode.getInstance();
    }
    if (keepsArray) {
      return sequence.keptAsList(budget);
    }
    return sequence.size() == 1 && !sequence.keepsSingleton() ? sequence.get(0) : sequence;
  }

  private JsonNode raw(Node node, JsonNode context, Frame frame) {
    return switch (node) {
      case Node.Path path -> paths.walk(path, context, frame);
      case Node.Name(var _, var name) -> Fields.named(name, context, budget);
      case Node.Literal(var _, var value) -> value;
      case Node.Variable(var _, var name) -> name.isEmpty() ? context : frame.lookup(name, budget);
      case Node.Binary binary -> binary(binary, context, frame);
      case Node.Call call -> calls.of(call, context, frame, Optional.empty());
      case Node.Condition condition -> condition(condition, context, frame);
      case Node.Block(var _, var parts) -> block(parts, context, frame.inner());
      case Node.Bind(var _, var variable, var value) -> bind(variable, value, context, frame);
      case Node.ObjectConstructor(var _, var grouping) ->
          new Groups(this, grouping).of(context, frame);
      case Node.ArrayConstructor(var _, var items) -> array(items, context, frame);
      case Node.Refined refined -> refined(refined, context, frame);
      case Node.Lambda lambda -> new Lambda(lambda, context, frame);
      case Node.Apply apply -> calls.of(apply, context, frame);
      case Node.PartialCall partial -> calls.of(partial, context, frame);
      case Node.Elvis(var _, var value, var otherwise) -> {
        var first = evaluate(value, context, frame);
        yield Truth.of(first, budget) ? first : evaluate(otherwise, context, frame);
      }
      case Node.Coalesce(var _, var value, var otherwise) -> {
        var first = evaluate(value, context, frame);
        yield first.isMissingNode() ? evaluate(otherwise, context, frame) : first;
      }
      case Node.Negation(int offset, var operand) ->
          negation(offset, evaluate(operand, context, frame));
      case Node.Wildcard _ -> Fields.all(context, budget);
      case Node.Descendants _ -> Fields.descendants(context, budget);
      case Node.Parent(var _, var slot) -> frame.lookup(slot.label(), budget);
      case Node.Regex(var _, var pattern) -> new RegexFunction(pattern);
      case Node.Transform transform -> new Transformer(transform, frame);
      case Node.Sort _, Node.Placeholder _ ->
          throw new IllegalStateException("not a value by itself: " + node);
    };
  }

  /// The value of a part that a function's body ends with: perhaps a [TailCall] instead.
  JsonNode evaluateTail(Node node, JsonNode context, Frame frame) {
    budget.step();
    return switch (node) {
      case Node.Block(var _, var parts) when !parts.isEmpty() -> {
        var inner = frame.inner();
        for (var part : parts.subList(0, parts.size() - 1)) {
          evaluate(part, context, inner);
        }
        yield evaluateTail(parts.getLast(), context, inner);
      }
      case Node.Condition(var _, var test, var then, var otherwise) -> {
        boolean holds = Truth.of(evaluate(test, context, frame), budget);
        yield holds
            ? evaluateTail(then, context, frame)
            : otherwise.isPresent()
                ? evaluateTail(otherwise.get(), context, frame)
                : MissingNode.getInstance();
      }
      case Node.Call call -> calls.inTail(call, context, frame);
      case Node.Literal _,
          Node.Regex _,
          Node.Variable _,
          Node.Name _,
          Node.Wildcard _,
          Node.Descendants _,
          Node.Parent _,
          Node.Negation _,
          Node.Binary _,
          Node.ArrayConstructor _,
          Node.ObjectConstructor _,
          Node.Block _,
          Node.Elvis _,
          Node.Coalesce _,
          Node.Bind _,
          Node.PartialCall _,
          Node.Placeholder _,
          Node.Lambda _,
          Node.Apply _,
          Node.Transform _,
          Node.Sort _,
          Node.Refined _,
          Node.Path _ ->
          evaluate(node, context, frame);
    };
  }

  /// Calls a function.
  ///
  /// @param context what stands in for an argument that is left out; null where there is none
  public JsonNode call(FunctionNode function, List<JsonNode> arguments, JsonNode context) {
    budget.enter();
    var value = function.call(this, arguments, context);
    while (value instanceof TailCall tail) {
      budget.step();
      try {
        value = tail.function().call(this, tail.arguments(), tail.context());
      } catch (Halt.Fault fault) {
        throw fault.at(tail.offset());
      }
    }
    budget.leave();
    return value;
  }

  private JsonNode binary(Node.Binary binary, JsonNode context, Frame frame) {
    // A long chain leans to the left; it is walked rather than recursed into, so that its length
    // does not count as depth.
    var chain = new ArrayDeque<Node.Binary>();
    Node leftmost = binary;
    while (leftmost instanceof Node.Binary inner) {
      chain.push(inner);
      leftmost = inner.left();
    }
    var value = evaluate(leftmost, context, frame);
    for (var link : chain) {
      budget.step();
      value = operation(link, value, context, frame);
    }
    return value;
  }

  private JsonNode operation(Node.Binary binary, JsonNode left, JsonNode context, Frame frame) {
    var operator = binary.operator();
    if (operator == Operator.AND || operator == Operator.OR) {
      boolean first = Truth.of(left, budget);
      boolean isSettled = first == (operator == Operator.OR);
      return BooleanNode.valueOf(
          isSettled ? first : Truth.of(evaluate(binary.right(), context, frame), budget));
    }
    var right = evaluate(binary.right(), context, frame);
    try {
      return Operators.apply(operator, left, right, budget);
    } catch (Halt.Fault fault) {
      throw fault.at(binary.offset());
    }
  }

  private static JsonNode negation(int offset, JsonNode value) {
    if (value.isMissingNode()) {
      return value;
    }
    if (!value.isNumber()) {
      throw new Halt.Fault("- needs a number behind it and found " + Kind.describe(value))
          .at(offset);
    }
    return Numbers.negate(value);
  }

  private JsonNode condition(Node.Condition condition, JsonNode context, Frame frame) {
    Node node = condition;
    // A chain of conditions leans to the right.
    while (node instanceof Node.Condition(var _, var test, var then, var otherwise)) {
      if (Truth.of(evaluate(test, context, frame), budget)) {
        return evaluate(then, context, frame);
      }
      if (otherwise.isEmpty()) {
        return MissingNode.getInstance();
      }
      node = otherwise.get();
    }
    return evaluate(node, context, frame);
  }

  private JsonNode block(List<Node> parts, JsonNode context, Frame inner) {
    JsonNode value = MissingNode.getInstance();
    for (var part : parts) {
      value = evaluate(part, context, inner);
    }
    return value;
  }

  private JsonNode bind(String variable, Node definition, JsonNode context, Frame frame) {
    var value = evaluate(definition, context, frame);
    frame.bind(variable, value);
    return value;
  }

  private JsonNode array(List<Node> items, JsonNode context, Frame frame) {
    var array = new ArrayNode(JsonNodeFactory.instance);
    for (var item : items) {
      var value = evaluate(item, context, frame);
      if (item instanceof Node.ArrayConstructor) {
        budget.elements(1);
        array.add(value);
      } else {
        Lists.append(array, value, budget);
      }
    }
    return array;
  }

  private JsonNode refined(Node.Refined refined, JsonNode context, Frame frame) {
    return refine(refined, raw(refined.base(), context, frame), frame);
  }

  /// Does to a value what stands behind the part that gave it.
  JsonNode refine(Node.Refined refined, JsonNode base, Frame frame) {
    var value = base;
    for (var filter : refined.filters()) {
      value = paths.filter(filter, value, frame);
    }
    if (value instanceof TupleStream stream) {
      // What its predicates needed the variables for is done.
      value = TupleWalk.valuesOf(stream, budget);
    }
    return refined.grouping().isPresent()
        ? new Groups(this, refined.grouping().get()).of(value, frame)
        : value;
  }
}
