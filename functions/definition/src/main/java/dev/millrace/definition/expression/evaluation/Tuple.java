package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.expression.evaluation.Frame.Binding;
import org.jspecify.annotations.Nullable;

/// A value on its way through a path, with the variables that its steps have bound.
record Tuple(JsonNode value, @Nullable Binding bindings) {
  static Tuple of(JsonNode value) {
    return new Tuple(value, null);
  }

  Tuple with(String name, JsonNode bound) {
    return new Tuple(value, new Binding(name, bound, bindings));
  }

  /// The inner one's value, with the variables of both; the inner ones hide this one's.
  Tuple around(Tuple inner) {
    return new Tuple(inner.value, joined(inner.bindings, bindings));
  }

  private static @Nullable Binding joined(@Nullable Binding first, @Nullable Binding rest) {
    return first == null
        ? rest
        : new Binding(first.name(), first.value(), joined(first.next(), rest));
  }
}
