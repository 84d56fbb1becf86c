package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.definition.expression.evaluation.Budget;
import dev.millrace.definition.expression.evaluation.Equality;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.FunctionNode;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.Kind;
import dev.millrace.definition.expression.evaluation.Lists;
import dev.millrace.definition.expression.evaluation.MergeSort;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import dev.millrace.definition.expression.evaluation.Numbers;
import dev.millrace.definition.expression.evaluation.Sequence;
import dev.millrace.definition.expression.evaluation.Truth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiPredicate;

/// Functions of lists.
final class ListFunctions {
  private ListFunctions() {}

  static List<NativeFunction> all() {
    return List.of(
        Define.total("count", "<a:n>", (_, args) -> Numbers.of(args.getFirst().size())),
        Define.total("append", "<xx:a>", ListFunctions::append),
        Define.function("reverse", "<a:a>", ListFunctions::reverse),
        Define.function("shuffle", "<a:a>", ListFunctions::shuffle),
        Define.function("distinct", "<x:x>", ListFunctions::distinct),
        Define.function("sort", "<af?:a>", ListFunctions::sort),
        Define.total("zip", "<a+>", ListFunctions::zip));
  }

  private static JsonNode append(Evaluator evaluator, List<JsonNode> args) {
    if (args.get(0).isMissingNode()) {
      return args.get(1);
    }
    if (args.get(1).isMissingNode()) {
      return args.get(0);
    }
    var joined = new ArrayNode(JsonNodeFactory.instance);
    Lists.append(joined, args.get(0), evaluator.budget());
    Lists.append(joined, args.get(1), evaluator.budget());
    return joined;
  }

  private static JsonNode reverse(Evaluator evaluator, List<JsonNode> args) {
    var list = (ArrayNode) args.getFirst();
    evaluator.budget().elements(list.size());
    var reversed = new ArrayNode(JsonNodeFactory.instance);
    for (int i = list.size() - 1; i >= 0; i--) {
      reversed.add(list.get(i));
    }
    return reversed;
  }

  private static JsonNode shuffle(Evaluator evaluator, List<JsonNode> args) {
    var list = (ArrayNode) args.getFirst();
    evaluator.budget().elements(2L * list.size());
    var shuffled = new ArrayList<JsonNode>(list.size());
    for (var element : list) {
      int place = (int) (evaluator.randomness().next() * (shuffled.size() + 1));
      if (place == shuffled.size()) {
        shuffled.add(element);
      } else {
        shuffled.add(shuffled.get(place));
        shuffled.set(place, element);
      }
    }
    return listOf(shuffled);
  }

  private static JsonNode listOf(List<JsonNode> elements) {
    return new ArrayNode(JsonNodeFactory.instance).addAll(elements);
  }

  private static JsonNode distinct(Evaluator evaluator, List<JsonNode> args) {
    if (!(args.getFirst() instanceof ArrayNode list) || list.size() <= 1) {
      return args.getFirst();
    }
    var distinct =
        list instanceof Sequence ? new Sequence() : new ArrayNode(JsonNodeFactory.instance);
    var simple = new HashSet<Object>();
    var compound = new ArrayList<JsonNode>();
    for (var element : list) {
      evaluator.budget().step();
      boolean isNew =
          element.isContainerNode()
              ? isNew(element, compound, evaluator.budget())
              : simple.add(identity(element, evaluator.budget()));
      if (isNew) {
        distinct.add(element);
      }
    }
    return distinct;
  }

  private static boolean isNew(JsonNode element, List<JsonNode> known, Budget budget) {
    for (var other : known) {
      if (Equality.of(element, other, budget)) {
        return false;
      }
    }
    known.add(element);
    return true;
  }

  /// What two simple values share exactly when they are the same.
  private static Object identity(JsonNode value, Budget budget) {
    return switch (Kind.of(value)) {
      case NUMBER -> value.decimalValue().stripTrailingZeros();
      case STRING -> {
        budget.reads(value.textValue().length());
        yield value.textValue();
      }
      case BOOLEAN -> value.booleanValue();
      case NULL, MISSING, FUNCTION, ARRAY, OBJECT -> value;
    };
  }

  private static JsonNode sort(Evaluator evaluator, List<JsonNode> args) {
    var list = (ArrayNode) args.get(0);
    if (list.size() <= 1) {
      return list;
    }
    evaluator.budget().elements(list.size());
    var elements = new ArrayList<JsonNode>(list.size());
    list.forEach(elements::add);
    return listOf(
        MergeSort.of(elements, isAfter(args.get(1), elements, evaluator), evaluator.budget()));
  }

  private static BiPredicate<JsonNode, JsonNode> isAfter(
      JsonNode comparator, List<JsonNode> elements, Evaluator evaluator) {
    if (comparator instanceof FunctionNode function) {
      return (left, right) ->
          Truth.of(
              evaluator.call(function, List.of(left, right), NullNode.getInstance()),
              evaluator.budget());
    }
    var kind = Kind.of(elements.getFirst());
    boolean alike = elements.stream().allMatch(element -> Kind.of(element) == kind);
    if (!alike || (kind != Kind.NUMBER && kind != Kind.STRING)) {
      throw new Halt.Fault(
          "$sort orders a list of numbers or of texts by itself; give it a function for others");
    }
    return (left, right) -> {
      evaluator.budget().elements(1);
      return compare(left, right, evaluator.budget()) > 0;
    };
  }

  private static int compare(JsonNode left, JsonNode right, Budget budget) {
    if (left.isNumber()) {
      return Numbers.compare(left, right);
    }
    budget.reads(Math.min(left.textValue().length(), right.textValue().length()));
    return left.textValue().compareTo(right.textValue());
  }

  private static JsonNode zip(Evaluator evaluator, List<JsonNode> args) {
    int length = args.stream().mapToInt(JsonNode::size).min().orElse(0);
    var zipped = new ArrayNode(JsonNodeFactory.instance);
    for (int i = 0; i < length; i++) {
      evaluator.budget().step();
      evaluator.budget().elements(args.size());
      var row = new ArrayNode(JsonNodeFactory.instance);
      for (var list : args) {
        row.add(list.get(i));
      }
      zipped.add(row);
    }
    return zipped;
  }
}
