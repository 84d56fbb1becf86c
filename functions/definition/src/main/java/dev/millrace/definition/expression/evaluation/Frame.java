package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The variables that a part of an expression sees: its own and, behind them, those around it.
public final class Frame {
  private final @Nullable Frame outer;
  private final Map<String, ? extends JsonNode> constants;
  private @Nullable Binding bindings;

  private Frame(
      @Nullable Frame outer,
      Map<String, ? extends JsonNode> constants,
      @Nullable Binding bindings) {
    this.outer = outer;
    this.constants = constants;
    this.bindings = bindings;
  }

  /// One variable and, behind it, those that were bound before. Immutable, so frames and tuples
  /// share them.
  record Binding(String name, JsonNode value, @Nullable Binding next) {}

  /// The outermost frame.
  static Frame of(Map<String, ? extends JsonNode> constants) {
    return new Frame(null, constants, null);
  }

  /// A frame within this one.
  Frame inner() {
    return new Frame(this, Map.of(), null);
  }

  /// A frame within this one that begins with some variables.
  Frame inner(@Nullable Binding first) {
    return new Frame(this, Map.of(), first);
  }

  void bind(String name, JsonNode value) {
    bindings = new Binding(name, value, bindings);
  }

  /// The value of the innermost variable of a name; missing when there is none.
  JsonNode lookup(String name, Budget budget) {
    // Neither frames nor bindings are few for sure: a loop can apply a function partially, or bind
    // a
    // variable, once for each of its rounds. So looking costs something.
    for (Frame frame = this; frame != null; frame = frame.outer) {
      for (var binding = frame.bindings; binding != null; binding = binding.next()) {
        budget.reads(1);
        if (binding.name().equals(name)) {
          return binding.value();
        }
      }
      budget.reads(1);
      var constant = frame.constants.get(name);
      if (constant != null) {
        return constant;
      }
    }
    return MissingNode.getInstance();
  }
}
