package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A JSON value whose texts may hold `${ }`. A text that is one expression takes the value's type;
/// other text around it makes a text. `$${` stands for the two characters `${`. Names of fields are
/// taken as they are. Immutable, as [Expression] is.
public final class Template {
  private final JsonNode source;
  private final List<Placed> expressions;

  private Template(JsonNode source, List<Placed> expressions) {
    this.source = source;
    this.expressions = List.copyOf(expressions);
  }

  /// What became of a JSON value.
  public sealed interface Compilation {
    /// All its expressions are right.
    record Compiled(Template template) implements Compilation {}

    /// Some are not; all that were found.
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
    throw new UnsupportedOperationException(source.toString());
  }

  /// The value as it was written.
  public JsonNode source() {
    return source;
  }

  /// The expressions in the order of the value.
  public List<Placed> expressions() {
    return expressions;
  }

  /// Whether there is no expression and no `$${`, so that evaluation gives the source itself.
  public boolean isConstant() {
    return expressions.isEmpty();
  }

  /// What all the expressions read. Offsets are within each expression: see [#expressions] for
  /// places.
  public References references() {
    return expressions.stream()
        .map(placed -> placed.expression().references())
        .reduce(References.NONE, References::and);
  }

  /// Evaluates with plain insertion within [Limits#STANDARD] for each expression. It gives nothing
  /// only when the whole template is one expression that does; elsewhere nothing becomes JSON null
  /// as a value and the empty text within a text.
  ///
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Evaluation evaluate(Scope scope) {
    return evaluate(scope, Limits.STANDARD, Insertion.PLAIN);
  }

  /// The same with limits and insertion of the caller's.
  ///
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Evaluation evaluate(Scope scope, Limits limits, Insertion insertion) {
    throw new UnsupportedOperationException(scope.toString() + limits + insertion);
  }

  /// Evaluates what must be true or false.
  ///
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Condition evaluateCondition(Scope scope) {
    throw new UnsupportedOperationException(scope.toString());
  }
}
