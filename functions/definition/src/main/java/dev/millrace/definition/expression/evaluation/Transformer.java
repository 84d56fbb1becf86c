package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.expression.syntax.Node;
import java.util.List;

/// `| pattern | update, delete |`: copies its argument, then merges the update into each object of
/// the copy that the pattern finds and removes the fields to delete.
final class Transformer extends FunctionNode {
  private final Node.Transform transform;
  private final Frame frame;

  Transformer(Node.Transform transform, Frame frame) {
    this.transform = transform;
    this.frame = frame;
  }

  @Override
  public int arity() {
    return 1;
  }

  @Override
  JsonNode call(Evaluator evaluator, List<JsonNode> arguments, JsonNode context) {
    var argument = arguments.isEmpty() ? context : arguments.getFirst();
    if (argument.isMissingNode()) {
      return argument;
    }
    if (!argument.isContainerNode()) {
      throw new Halt.Fault("| | changes objects and lists, not " + Kind.describe(argument))
          .at(transform.offset());
    }
    var copy = new Copy(evaluator.budget());
    var result = copy.of(argument);
    var matches = evaluator.evaluate(transform.pattern(), result, frame);
    if (matches instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        change(list.get(i), copy, evaluator);
      }
    } else {
      change(matches, copy, evaluator);
    }
    return result;
  }

  private void change(JsonNode match, Copy copy, Evaluator evaluator) {
    if (match.isMissingNode()) {
      return;
    }
    var update = evaluator.evaluate(transform.update(), match, frame);
    if (!update.isMissingNode() && !update.isObject()) {
      throw new Halt.Fault("the update must be an object and is " + Kind.describe(update))
          .at(transform.update().offset());
    }
    // A pattern can reach beyond the copy, by a variable: what is not of the copy stays as it is.
    boolean mayChange = match instanceof ObjectNode object && copy.made(object);
    if (mayChange && update.isObject()) {
      evaluator.budget().elements(update.size());
      for (var field : update.properties()) {
        ((ObjectNode) match).set(field.getKey(), field.getValue());
      }
    }
    if (transform.deletion().isPresent()) {
      var names = namesToDelete(transform.deletion().get(), match, evaluator);
      if (mayChange) {
        ((ObjectNode) match).remove(names);
      }
    }
  }

  private List<String> namesToDelete(Node deletion, JsonNode match, Evaluator evaluator) {
    var names = evaluator.evaluate(deletion, match, frame);
    if (names.isMissingNode()) {
      return List.of();
    }
    var list = names instanceof ArrayNode array ? array : Sequence.of(names);
    evaluator.budget().elements(list.size());
    for (var name : list) {
      if (!name.isTextual()) {
        throw new Halt.Fault(
                "the names to delete must be texts and there is " + Kind.describe(name))
            .at(deletion.offset());
      }
    }
    return list.valueStream().map(JsonNode::textValue).toList();
  }
}
