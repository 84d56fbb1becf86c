package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;

/// A value that is not JSON. It never leaves an evaluation.
public abstract sealed class Opaque extends ValueNode permits FunctionNode, TupleStream, TailCall {
  @Override
  public JsonNodeType getNodeType() {
    return JsonNodeType.POJO;
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_EMBEDDED_OBJECT;
  }

  @Override
  public String asText() {
    return "";
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) {
    throw new IllegalStateException("not a JSON value: " + this);
  }

  @Override
  public final boolean equals(Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName();
  }
}
