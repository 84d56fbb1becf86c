package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.evaluation.Budget;
import dev.millrace.definition.expression.evaluation.Copy;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.Fields;
import dev.millrace.definition.expression.evaluation.Lists;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import dev.millrace.definition.expression.evaluation.Sequence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Functions of objects.
final class ObjectFunctions {
  private ObjectFunctions() {}

  static List<NativeFunction> all() {
    return List.of(
        Define.function("keys", "<x-:a<s>>", ObjectFunctions::keys),
        Define.function("lookup", "<x-s:x>", ObjectFunctions::lookup),
        Define.function("spread", "<x-:a<o>>", ObjectFunctions::spread),
        Define.function("merge", "<a<o>:o>", ObjectFunctions::merge),
        Define.function(
            "clone",
            "<(oa)-:o>",
            (evaluator, args) -> new Copy(evaluator.budget()).of(args.getFirst())));
  }

  private static JsonNode keys(Evaluator evaluator, List<JsonNode> args) {
    var names = new LinkedHashSet<String>();
    collectKeys(args.getFirst(), names, evaluator.budget());
    var keys = new Sequence();
    names.forEach(name -> keys.add(TextNode.valueOf(name)));
    return keys;
  }

  private static void collectKeys(JsonNode value, Set<String> into, Budget budget) {
    budget.enter();
    if (value.isObject()) {
      budget.elements(2L * value.size());
      value.properties().forEach(field -> into.add(field.getKey()));
    } else if (value.isArray()) {
      for (var element : value) {
        collectKeys(element, into, budget);
      }
    }
    budget.leave();
  }

  private static JsonNode lookup(Evaluator evaluator, List<JsonNode> args) {
    return args.get(1).isMissingNode()
        ? args.get(1)
        : Fields.named(args.get(1).textValue(), args.get(0), evaluator.budget());
  }

  private static JsonNode spread(Evaluator evaluator, List<JsonNode> args) {
    if (!args.getFirst().isContainerNode()) {
      return args.getFirst();
    }
    var spread = new Sequence();
    spread(args.getFirst(), spread, evaluator.budget());
    return spread;
  }

  private static void spread(JsonNode value, ArrayNode into, Budget budget) {
    budget.enter();
    if (value.isObject()) {
      for (var field : value.properties()) {
        budget.step();
        var single = new ObjectNode(JsonNodeFactory.instance);
        single.set(field.getKey(), field.getValue());
        into.add(single);
      }
    } else if (value.isArray()) {
      for (var element : value) {
        spread(element, into, budget);
      }
    } else {
      Lists.add(into, value, budget);
    }
    budget.leave();
  }

  private static JsonNode merge(Evaluator evaluator, List<JsonNode> args) {
    var merged = new ObjectNode(JsonNodeFactory.instance);
    for (var object : args.getFirst()) {
      evaluator.budget().elements(1 + 2L * object.size());
      for (var field : object.properties()) {
        merged.set(field.getKey(), field.getValue());
      }
    }
    return merged;
  }
}
