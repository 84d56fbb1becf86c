package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.expression.evaluation.Frame.Binding;
import dev.millrace.definition.expression.syntax.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes an object of pairs: for each value the keys are evaluated, values with the same key come
/// together, and what they give together is the field's value. An object written out is the same
/// with one value, its context.
final class Groups {
  private final Evaluator evaluator;
  private final Budget budget;
  private final Node.Grouping grouping;

  Groups(Evaluator evaluator, Node.Grouping grouping) {
    this.evaluator = evaluator;
    this.budget = evaluator.budget();
    this.grouping = grouping;
  }

  /// Values with the same key, and which pair gave it.
  private record Group(int pair, List<Tuple> members) {}

  JsonNode of(JsonNode value, Frame frame) {
    var tuples = new ArrayList<Tuple>();
    if (value instanceof ArrayNode list && !list.isEmpty()) {
      budget.elements(list.size());
      for (var element : list) {
        tuples.add(Tuple.of(element));
      }
    } else {
      // An object can be written out where there is no context at all.
      tuples.add(Tuple.of(value.isArray() ? MissingNode.getInstance() : value));
    }
    return object(tuples, frame);
  }

  JsonNode ofTuples(List<Tuple> tuples, Frame frame) {
    return object(tuples, frame);
  }

  private JsonNode object(List<Tuple> tuples, Frame frame) {
    var groups = new LinkedHashMap<String, Group>();
    for (var tuple : tuples) {
      var inner = frameOf(tuple, frame);
      for (int pair = 0; pair < grouping.pairs().size(); pair++) {
        var key = evaluator.evaluate(grouping.pairs().get(pair).key(), tuple.value(), inner);
        if (!key.isMissingNode()) {
          member(groups, textOf(key), pair, tuple);
        }
      }
    }
    var object = new ObjectNode(JsonNodeFactory.instance);
    for (var entry : groups.entrySet()) {
      var together = together(entry.getValue().members());
      var pair = grouping.pairs().get(entry.getValue().pair());
      var value = evaluator.evaluate(pair.value(), together.value(), frameOf(together, frame));
      if (!value.isMissingNode()) {
        budget.elements(1);
        object.set(entry.getKey(), value);
      }
    }
    return object;
  }

  private static Frame frameOf(Tuple tuple, Frame frame) {
    return tuple.bindings() == null ? frame : frame.inner(tuple.bindings());
  }

  private String textOf(JsonNode key) {
    if (!key.isTextual()) {
      throw new Halt.Fault("the key of an object must be a text and is " + Kind.describe(key))
          .at(grouping.offset());
    }
    return key.textValue();
  }

  private void member(Map<String, Group> groups, String key, int pair, Tuple tuple) {
    budget.elements(1);
    budget.reads(key.length());
    var group = groups.computeIfAbsent(key, _ -> new Group(pair, new ArrayList<>()));
    if (group.pair() != pair) {
      throw new Halt.Fault("two pairs of an object have the same key: \"" + key + "\"")
          .at(grouping.offset());
    }
    group.members().add(tuple);
  }

  /// The values of all members as one list, and so each variable's.
  private Tuple together(List<Tuple> members) {
    if (members.size() == 1) {
      return members.getFirst();
    }
    var value = new ArrayNode(JsonNodeFactory.instance);
    var variables = new LinkedHashMap<String, ArrayNode>();
    for (var member : members) {
      Lists.append(value, member.value(), budget);
      for (var binding : visible(member.bindings()).entrySet()) {
        var all =
            variables.computeIfAbsent(
                binding.getKey(), _ -> new ArrayNode(JsonNodeFactory.instance));
        Lists.append(all, binding.getValue(), budget);
      }
    }
    @Nullable Binding bindings = null;
    for (var variable : variables.entrySet()) {
      bindings = new Binding(variable.getKey(), variable.getValue(), bindings);
    }
    return new Tuple(value, bindings);
  }

  /// The innermost value of each variable.
  private static Map<String, JsonNode> visible(@Nullable Binding bindings) {
    var visible = new LinkedHashMap<String, JsonNode>();
    for (var binding = bindings; binding != null; binding = binding.next()) {
      visible.putIfAbsent(binding.name(), binding.value());
    }
    return visible;
  }
}
