package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import dev.millrace.definition.expression.evaluation.NativeFunction.Body;
import dev.millrace.definition.expression.evaluation.NativeFunction.Nothing;
import dev.millrace.definition.expression.evaluation.Numbers;
import java.util.function.BiFunction;

/// Short ways to define functions.
final class Define {
  private Define() {}

  /// A function that gives nothing when its first argument is missing.
  static NativeFunction function(String name, String signature, Body body) {
    return new NativeFunction(name, signature, Nothing.GIVES_NOTHING, body);
  }

  /// A function that is called even when its first argument is missing.
  static NativeFunction total(String name, String signature, Body body) {
    return new NativeFunction(name, signature, Nothing.IS_AN_ARGUMENT, body);
  }

  /// A function of one text that gives another one.
  static NativeFunction ofText(String name, BiFunction<String, Evaluator, String> body) {
    return function(
        name,
        "<s-:s>",
        (evaluator, arguments) ->
            text(body.apply(arguments.getFirst().textValue(), evaluator), evaluator));
  }

  /// A text that was just made, to be paid for.
  static JsonNode text(String made, Evaluator evaluator) {
    evaluator.budget().makes(made.length());
    return TextNode.valueOf(made);
  }

  /// A number as an int within bounds; what is beyond them becomes the bound.
  static int clamped(JsonNode number, int min, int max) {
    double value = number.doubleValue();
    return (int) Math.clamp(value < 0 ? Math.ceil(value) : Math.floor(value), min, max);
  }

  /// The whole number in a node, or a fault that says whose argument it is.
  static long whole(String function, JsonNode number) {
    return Numbers.whole(number)
        .orElseThrow(
            () ->
                new Halt.Fault(
                    "$" + function + " needs a whole number of at most 64 bits, not " + number));
  }
}
