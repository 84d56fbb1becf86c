package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.FunctionNode;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.Lists;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import dev.millrace.definition.expression.evaluation.Numbers;
import dev.millrace.definition.expression.evaluation.Sequence;
import dev.millrace.definition.expression.evaluation.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;

/// Functions that call others for each element or field. These get the element, then its place or
/// key, then the whole, as far as they take arguments.
final class HigherOrderFunctions {
  private HigherOrderFunctions() {}

  static List<NativeFunction> all() {
    return List.of(
        Define.function("map", "<af>", HigherOrderFunctions::map),
        Define.function("filter", "<af>", HigherOrderFunctions::filter),
        Define.function("single", "<af?>", HigherOrderFunctions::single),
        Define.function("reduce", "<afj?:j>", HigherOrderFunctions::reduce),
        Define.function("each", "<o-f:a>", HigherOrderFunctions::each),
        Define.function("sift", "<o-f?:o>", HigherOrderFunctions::sift));
  }

  private static JsonNode called(
      JsonNode function, JsonNode value, JsonNode place, JsonNode whole, Evaluator evaluator) {
    var callee = (FunctionNode) function;
    var all = List.of(value, place, whole);
    // Never less than the element itself, even for a function that declares no parameter.
    int given = Math.clamp(callee.arity(), 1, all.size());
    return evaluator.call(callee, all.subList(0, given), NullNode.getInstance());
  }

  private static JsonNode calledAt(List<JsonNode> args, int place, Evaluator evaluator) {
    var list = args.get(0);
    return called(args.get(1), list.get(place), Numbers.of(place), list, evaluator);
  }

  private static JsonNode map(Evaluator evaluator, List<JsonNode> args) {
    var mapped = new Sequence();
    for (int i = 0; i < args.get(0).size(); i++) {
      Lists.add(mapped, calledAt(args, i, evaluator), evaluator.budget());
    }
    return mapped;
  }

  private static JsonNode filter(Evaluator evaluator, List<JsonNode> args) {
    var kept = new Sequence();
    for (int i = 0; i < args.get(0).size(); i++) {
      if (Truth.of(calledAt(args, i, evaluator), evaluator.budget())) {
        Lists.add(kept, args.get(0).get(i), evaluator.budget());
      }
    }
    return kept;
  }

  private static JsonNode single(Evaluator evaluator, List<JsonNode> args) {
    JsonNode found = MissingNode.getInstance();
    for (int i = 0; i < args.get(0).size(); i++) {
      evaluator.budget().step();
      if (args.get(1).isMissingNode()
          || Truth.of(calledAt(args, i, evaluator), evaluator.budget())) {
        if (!found.isMissingNode()) {
          throw new Halt.Fault("$single found more than one element");
        }
        found = args.get(0).get(i);
      }
    }
    if (found.isMissingNode()) {
      throw new Halt.Fault("$single found no element");
    }
    return found;
  }

  private static JsonNode reduce(Evaluator evaluator, List<JsonNode> args) {
    var list = (ArrayNode) args.get(0);
    var function = (FunctionNode) args.get(1);
    if (function.arity() < 2) {
      throw new Halt.Fault("the function that $reduce calls must take at least two arguments");
    }
    boolean hasStart = !args.get(2).isMissingNode();
    JsonNode result = hasStart ? args.get(2) : list.path(0);
    for (int i = hasStart ? 0 : 1; i < list.size(); i++) {
      var all = List.of(result, list.get(i), Numbers.of(i), list);
      int given = Math.min(function.arity(), all.size());
      result = evaluator.call(function, all.subList(0, given), NullNode.getInstance());
    }
    return result;
  }

  private static JsonNode each(Evaluator evaluator, List<JsonNode> args) {
    var results = new Sequence();
    for (var field : fields(args.get(0), evaluator)) {
      Lists.add(results, calledFor(field, args, evaluator), evaluator.budget());
    }
    return results;
  }

  private static JsonNode sift(Evaluator evaluator, List<JsonNode> args) {
    if (args.get(1).isMissingNode()) {
      throw new Halt.Fault("$sift needs a function");
    }
    var kept = new ObjectNode(JsonNodeFactory.instance);
    for (var field : fields(args.get(0), evaluator)) {
      if (Truth.of(calledFor(field, args, evaluator), evaluator.budget())) {
        evaluator.budget().elements(1);
        kept.set(field.getKey(), field.getValue());
      }
    }
    return kept.isEmpty() ? MissingNode.getInstance() : kept;
  }

  /// The fields as they are before any function is called.
  private static List<Entry<String, JsonNode>> fields(JsonNode object, Evaluator evaluator) {
    evaluator.budget().elements(object.size());
    return new ArrayList<>(object.properties());
  }

  private static JsonNode calledFor(
      Entry<String, JsonNode> field, List<JsonNode> args, Evaluator evaluator) {
    var key = TextNode.valueOf(field.getKey());
    return called(args.get(1), field.getValue(), key, args.get(0), evaluator);
  }
}
