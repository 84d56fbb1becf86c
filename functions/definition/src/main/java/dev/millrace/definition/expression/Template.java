package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.ErrorName;
import java.util.List;

/// A JSON value whose texts may hold `${ }`. A text that is one expression takes the value's type;
/// other text around it makes a text, into which values go as [Insertion] says: texts as they are,
/// all else as compact JSON, nothing as the empty text. `$${` stands for the two characters `${`.
/// Names of fields are taken as they are.
///
/// Immutable: any number of threads evaluate it at the same time.
public final class Template {
  private final JsonNode source;
  private final TemplatePart root;
  private final List<Placed> expressions;

  private Template(JsonNode source, TemplatePart root, List<Placed> expressions) {
    this.source = source;
    this.root = root;
    this.expressions = List.copyOf(expressions);
  }

  /// What became of a JSON value.
  public sealed interface Compilation {
    /// All its expressions are right.
    record Compiled(Template template) implements Compilation {}

    /// Some are not: the first flaw of each text.
    record Rejected(List<Flaw> flaws) implements Compilation {
      public Rejected {
        flaws = List.copyOf(flaws);
      }
    }
  }

  /// A mistake in one of the texts.
  ///
  /// @param pointer which text, as a JSON pointer from the template's root; empty for the root
  /// @param offset where in that text, in UTF-16 units from 0
  /// @param message what is wrong there
  public record Flaw(String pointer, int offset, String message) {}

  /// An expression and its place.
  ///
  /// @param pointer which text, as a JSON pointer from the template's root; empty for the root
  /// @param offset where in that text the expression's own text begins, behind its `${`; add an
  ///     offset of [References] for the place of a name
  public record Placed(String pointer, int offset, Expression expression) {}

  /// How values go into text that has other text around them.
  public enum Insertion {
    /// As they are.
    PLAIN,
    /// Percent-encoded but for RFC 3986's unreserved characters, so that a value stays within its
    /// place in the path or query of an address. A text that is one expression is taken as it is.
    PERCENT_ENCODED
  }

  /// Compiles all expressions of a JSON value. The value must not change afterwards.
  public static Compilation compile(JsonNode source) {
    var compiler = new TemplateCompiler();
    var root = compiler.compile(source);
    return compiler.flaws().isEmpty()
        ? new Compilation.Compiled(new Template(source, root, compiler.expressions()))
        : new Compilation.Rejected(compiler.flaws());
  }

  /// The value as it was written.
  public JsonNode source() {
    return source;
  }

  /// The expressions in the order of the value.
  public List<Placed> expressions() {
    return expressions;
  }

  /// Whether there is no expression and no `$${`: evaluation then gives the source itself.
  public boolean isConstant() {
    return root instanceof TemplatePart.Constant;
  }

  /// What all the expressions read. Offsets are within each expression: see [#expressions] for
  /// places.
  public References references() {
    return expressions.stream()
        .map(placed -> placed.expression().references())
        .reduce(References.NONE, References::and);
  }

  /// Evaluates with plain insertion within [Limits#STANDARD].
  ///
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Evaluation evaluate(Scope scope) {
    return evaluate(scope, Limits.STANDARD, Insertion.PLAIN);
  }

  /// Evaluates. It gives nothing only when the whole template is one expression that does;
  /// elsewhere nothing becomes JSON null.
  ///
  /// @param limits steps and depth hold for each expression, the size for the results of all of
  ///     them together
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Evaluation evaluate(Scope scope, Limits limits, Insertion insertion) {
    return new TemplateEvaluation(scope, limits, insertion).evaluate(root);
  }

  /// Evaluates what must be true or false.
  ///
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Condition evaluateCondition(Scope scope) {
    return switch (evaluate(scope)) {
      case Evaluation.Value(var value) when value.isBoolean() ->
          value.booleanValue() ? new Condition.Holds() : new Condition.DoesNotHold();
      case Evaluation.Value(var value) -> notBoolean(value);
      case Evaluation.Nothing _ -> notBoolean(NullNode.getInstance());
      case Evaluation.Failed(var error, var cause) -> new Condition.Failed(error, cause);
    };
  }

  private Condition notBoolean(JsonNode found) {
    var what =
        switch (found.getNodeType()) {
          case STRING -> "a text";
          case NUMBER -> "the number " + found;
          case ARRAY -> "a list";
          case OBJECT -> "an object";
          case NULL -> "nothing";
          default -> found.getNodeType().toString();
        };
    return new Condition.Failed(
        ErrorName.EXPRESSION_NOT_BOOLEAN,
        "a condition must give true or false; "
            + (expressions.size() == 1 ? expressions.getFirst().expression() : "this one")
            + " gives "
            + what);
  }
}
