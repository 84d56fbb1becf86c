package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.millrace.definition.expression.syntax.Node;
import java.util.ArrayList;
import java.util.List;

/// Orders the values of a path by terms: `^(price, >name)`.
final class Sorting {
  private final Evaluator evaluator;
  private final Budget budget;
  private final Node.Sort sort;

  Sorting(Evaluator evaluator, Node.Sort sort) {
    this.evaluator = evaluator;
    this.budget = evaluator.budget();
    this.sort = sort;
  }

  Sequence of(ArrayNode values, Frame frame) {
    var tuples = new ArrayList<Tuple>(values.size());
    for (var value : values) {
      tuples.add(Tuple.of(value));
    }
    var sorted = new Sequence();
    for (var tuple : ofTuples(tuples, frame)) {
      sorted.add(tuple.value());
    }
    return sorted;
  }

  List<Tuple> ofTuples(List<Tuple> tuples, Frame frame) {
    budget.elements(tuples.size());
    var keyed = new ArrayList<Keyed>(tuples.size());
    for (var tuple : tuples) {
      keyed.add(new Keyed(tuple, keys(tuple, frame)));
    }
    return MergeSort.of(keyed, this::isAfter, budget).stream().map(Keyed::tuple).toList();
  }

  /// A value and what its terms give, evaluated once rather than at each comparison.
  private record Keyed(Tuple tuple, List<JsonNode> keys) {}

  private List<JsonNode> keys(Tuple tuple, Frame frame) {
    var inner = tuple.bindings() == null ? frame : frame.inner(tuple.bindings());
    var keys = new ArrayList<JsonNode>(sort.terms().size());
    for (var term : sort.terms()) {
      keys.add(evaluator.evaluate(term.expression(), tuple.value(), inner));
    }
    return keys;
  }

  private boolean isAfter(Keyed left, Keyed right) {
    for (int i = 0; i < sort.terms().size(); i++) {
      int order = order(left.keys().get(i), right.keys().get(i), sort.terms().get(i).direction());
      if (order != 0) {
        return order > 0;
      }
    }
    return false;
  }

  private int order(JsonNode left, JsonNode right, Node.Direction direction) {
    // Nothing comes last, whatever the direction.
    if (left.isMissingNode() || right.isMissingNode()) {
      return Boolean.compare(left.isMissingNode(), right.isMissingNode());
    }
    requireSortable(left);
    requireSortable(right);
    if (Kind.of(left) != Kind.of(right)) {
      throw new Halt.Fault(
              "^ cannot order %s and %s".formatted(Kind.describe(left), Kind.describe(right)))
          .at(sort.offset());
    }
    int order = Operators.order(left, right, budget);
    return switch (direction) {
      case ASCENDING -> order;
      case DESCENDING -> -order;
    };
  }

  private void requireSortable(JsonNode value) {
    if (!value.isNumber() && !value.isTextual()) {
      throw new Halt.Fault("^ orders by numbers or texts and found " + Kind.describe(value))
          .at(sort.offset());
    }
  }
}
