package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.definition.expression.syntax.Signature;
import java.util.List;

/// A built-in function.
public final class NativeFunction extends FunctionNode {
  private final String name;
  private final Signature signature;
  private final Nothing nothing;
  private final Body body;

  /// What becomes of a call whose first argument is missing.
  public enum Nothing {
    /// It gives nothing, without asking the body.
    GIVES_NOTHING,
    /// The body handles it.
    IS_AN_ARGUMENT
  }

  /// What the function does.
  @FunctionalInterface
  public interface Body {
    /// Gives the function's value.
    ///
    /// @param arguments one for each parameter of the signature, missing where left out
    JsonNode call(Evaluator evaluator, List<JsonNode> arguments);
  }

  public NativeFunction(String name, String signature, Nothing nothing, Body body) {
    this.name = name;
    this.signature = Signature.parse(signature);
    this.nothing = nothing;
    this.body = body;
  }

  /// Its name, without the `$`.
  public String name() {
    return name;
  }

  @Override
  public int arity() {
    return signature.required();
  }

  /// How many parameters it has, optional ones too.
  int parameters() {
    return signature.parameters().size();
  }

  @Override
  JsonNode call(Evaluator evaluator, List<JsonNode> arguments, JsonNode context) {
    var fitted = ArgumentMatch.of("$" + name, signature, arguments, context, evaluator.budget());
    if (nothing == Nothing.GIVES_NOTHING
        && !fitted.isEmpty()
        && fitted.getFirst().isMissingNode()) {
      return MissingNode.getInstance();
    }
    return body.call(evaluator, fitted);
  }
}
