package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// An object that holds no more of its fields than an expression names: what the expression reads
/// from, all tasks, a task. It never takes the place of an argument that is left out, because then
/// its unnamed fields would seem not to be there.
@SuppressWarnings(
    "unchecked") // ObjectNode.deepCopy overrides a generic method, and javac says so here
public final class ScopeObject extends ObjectNode {
  public ScopeObject() {
    super(JsonNodeFactory.instance);
  }
}
