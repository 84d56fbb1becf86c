package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A function as a value.
public abstract non-sealed class FunctionNode extends Opaque {
  /// How many arguments it takes; functions such as `$map` give no more than these.
  public abstract int arity();

  /// Calls it. Only [Evaluator#call] does, which counts the call.
  ///
  /// @param context what stands in for an argument that is left out, where the signature says so
  abstract JsonNode call(Evaluator evaluator, List<JsonNode> arguments, JsonNode context);
}
