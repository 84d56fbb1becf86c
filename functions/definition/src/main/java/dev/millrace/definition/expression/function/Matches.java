package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.FunctionNode;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.Kind;
import dev.millrace.definition.expression.evaluation.Numbers;
import java.util.List;

/// The matches that a matcher finds in a text, one after the other. A matcher is a function that
/// gives an object with `match`, `start`, `end`, `groups` and `next`, a function for the next one:
/// a regular expression, or one that a user wrote.
final class Matches {
  private final Evaluator evaluator;
  private final int length;
  private JsonNode current;

  Matches(Evaluator evaluator, FunctionNode matcher, String text) {
    this.evaluator = evaluator;
    this.length = text.length();
    this.current =
        checked(evaluator.call(matcher, List.of(TextNode.valueOf(text)), NullNode.getInstance()));
  }

  boolean isOver() {
    return current.isMissingNode();
  }

  /// Goes to the next match, or ends without looking for it when it is not wanted.
  void advance(boolean isWanted) {
    current =
        isWanted
            ? checked(
                evaluator.call(
                    (FunctionNode) current.path("next"), List.of(), NullNode.getInstance()))
            : MissingNode.getInstance();
  }

  JsonNode object() {
    return current;
  }

  String text() {
    return current.path("match").textValue();
  }

  int start() {
    return place("start");
  }

  int end() {
    return place("end");
  }

  ArrayNode groups() {
    return (ArrayNode) current.path("groups");
  }

  private int place(String field) {
    return (int) Math.clamp(Numbers.whole(current.path(field)).orElse(0), 0L, (long) length);
  }

  private static JsonNode checked(JsonNode match) {
    boolean fits =
        match.isMissingNode()
            || (match.path("match").isTextual()
                && match.path("start").isNumber()
                && match.path("end").isNumber()
                && match.path("groups").isArray()
                && match.path("next") instanceof FunctionNode);
    if (!fits) {
      throw new Halt.Fault(
          "a matcher must give an object with match, start, end, groups and next, and gave "
              + Kind.describe(match));
    }
    return match;
  }
}
