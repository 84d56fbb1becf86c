package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// The call that a function's body ends with, not yet made: the caller makes it after the body has
/// ended, so that a function that calls itself last does not nest.
final class TailCall extends Opaque {
  private final FunctionNode function;
  private final List<JsonNode> arguments;
  private final JsonNode context;
  private final int offset;

  TailCall(FunctionNode function, List<JsonNode> arguments, JsonNode context, int offset) {
    this.function = function;
    this.arguments = arguments;
    this.context = context;
    this.offset = offset;
  }

  FunctionNode function() {
    return function;
  }

  List<JsonNode> arguments() {
    return arguments;
  }

  JsonNode context() {
    return context;
  }

  int offset() {
    return offset;
  }
}
