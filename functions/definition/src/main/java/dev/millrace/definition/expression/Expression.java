package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.ErrorName;
import dev.millrace.definition.expression.evaluation.Budget;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.ResultSize;
import dev.millrace.definition.expression.evaluation.ScopeObject;
import dev.millrace.definition.expression.function.StandardFunctions;
import dev.millrace.definition.expression.syntax.Node;
import dev.millrace.definition.expression.syntax.Parser;
import dev.millrace.definition.expression.syntax.SyntaxFault;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One compiled JSONata expression. Immutable: any number of threads evaluate it at the same time.
///
/// An evaluation sees exactly what [#references] names, whatever more the scope provides. It is
/// deterministic: the same expression with the same scope gives the same on every machine.
public final class Expression {
  /// Longest text of an expression, in UTF-16 units.
  public static final int TEXT_LENGTH_MAX = 8 * 1024;

  /// How much of the text a failure's cause repeats.
  private static final int SHOWN_LENGTH = 120;

  /// How much of a message a failure's cause takes over: `$error` can be given any text.
  private static final int MESSAGE_LENGTH_MAX = 1000;

  private final String text;
  private final Node root;
  private final References references;
  private final List<String> rootNames;
  private final Map<String, Set<TaskField>> taskFields;

  private Expression(String text, Node root) {
    NameCheck.check(root);
    this.text = text;
    this.root = root;
    this.references = ReferenceFinder.of(root);
    this.rootNames =
        references.roots().stream().map(References.RootReading::name).distinct().toList();
    this.taskFields = references.taskFields();
  }

  /// Compiles the text that stands between `${` and `}`.
  public static Compilation compile(String text) {
    if (text.length() > TEXT_LENGTH_MAX) {
      return new Compilation.Rejected(tooLong(), TEXT_LENGTH_MAX);
    }
    try {
      return new Compilation.Compiled(new Expression(text, Parser.parse(text)));
    } catch (SyntaxFault fault) {
      return new Compilation.Rejected(fault.message(), fault.offset());
    }
  }

  /// An expression within other text.
  ///
  /// @param end where in that text its closing bracket stands
  record Embedded(Expression expression, int end) {}

  /// Compiles an expression that begins at a place within other text, up to the bracket that closes
  /// it.
  ///
  /// @throws SyntaxFault with an offset from that place when there is none
  static Embedded compileEmbedded(String text, int start) {
    // One more than the limit, so that the bracket behind a longest expression is still seen.
    int end = Math.min(text.length(), start + TEXT_LENGTH_MAX + 1);
    try {
      var parsed = Parser.parseEmbedded(text, start, end);
      var own = text.substring(start, parsed.end());
      return new Embedded(new Expression(own, parsed.root()), parsed.end());
    } catch (SyntaxFault fault) {
      boolean ranOut = start + fault.offset() >= end && end < text.length();
      throw ranOut ? new SyntaxFault(tooLong(), TEXT_LENGTH_MAX) : fault;
    }
  }

  private static String tooLong() {
    return "the expression is longer than " + TEXT_LENGTH_MAX + " characters";
  }

  /// The text as it was written.
  public String text() {
    return text;
  }

  /// What the expression reads.
  public References references() {
    return references;
  }

  /// Evaluates within [Limits#STANDARD].
  ///
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Evaluation evaluate(Scope scope) {
    return evaluate(scope, Limits.STANDARD);
  }

  /// Evaluates within limits of the caller's.
  ///
  /// @throws EvaluationInterrupted when the thread is interrupted meanwhile
  public Evaluation evaluate(Scope scope, Limits limits) {
    return measured(scope, limits).evaluation();
  }

  /// An evaluation and how long its result is as compact JSON.
  record Measured(Evaluation evaluation, long bytes) {}

  /// The same, with the size of the result.
  Measured measured(Scope scope, Limits limits) {
    var budget = new Budget(limits.steps(), limits.depth());
    var seed = scope.seed() ^ text.hashCode();
    var evaluator = new Evaluator(budget, StandardFunctions.BY_NAME, scope.instant(), seed);
    var input = input(scope);
    try {
      var value = evaluator.evaluate(root, input);
      long bytes = ResultSize.of(value, limits.resultBytes(), limits.depth());
      return new Measured(
          value.isMissingNode() ? new Evaluation.Nothing() : new Evaluation.Value(value), bytes);
    } catch (Halt halt) {
      return new Measured(failed(halt), 0);
    } catch (StackOverflowError e) {
      // The depth limit keeps the evaluator itself well within a usual stack, but a group that a
      // regular expression repeats takes stack for each time that it does.
      return new Measured(
          tooCostly("a regular expression in it repeats a group too often for its text"), 0);
    }
  }

  /// The fields that the expression names, and no others.
  private ObjectNode input(Scope scope) {
    var input = new ScopeObject();
    var names = references.readsTasksDynamically() ? scope.rootNames() : rootNames;
    for (var name : names) {
      scope.root(name).ifPresent(value -> input.set(name, value));
    }
    input.set(Root.TASKS.text(), tasks(scope));
    return input;
  }

  private JsonNode tasks(Scope scope) {
    var tasks = new ScopeObject();
    if (references.readsTasksDynamically()) {
      for (var name : scope.taskNames()) {
        scope.task(name).ifPresent(task -> tasks.set(name, task));
      }
    } else {
      taskFields.forEach(
          (name, fields) ->
              scope.task(name).ifPresent(task -> tasks.set(name, narrowed(task, fields))));
    }
    return tasks;
  }

  private static JsonNode narrowed(JsonNode task, Set<TaskField> fields) {
    var narrowed = new ScopeObject();
    for (var field : fields) {
      var value = task.path(field.text());
      if (!value.isMissingNode()) {
        narrowed.set(field.text(), value);
      }
    }
    return narrowed;
  }

  private Evaluation failed(Halt halt) {
    return switch (halt) {
      case Halt.Fault fault -> {
        var place = fault.offset().isPresent() ? ", at character " + fault.offset().getAsInt() : "";
        yield new Evaluation.Failed(
            ErrorName.EXPRESSION_FAILED,
            shortened(fault.message(), MESSAGE_LENGTH_MAX) + place + " of " + shown());
      }
      case Halt.TooCostly tooCostly -> tooCostly(tooCostly.message());
      case Halt.Interrupted _ -> throw new EvaluationInterrupted();
    };
  }

  private Evaluation tooCostly(String message) {
    return new Evaluation.Failed(
        ErrorName.EXPRESSION_TOO_COSTLY,
        "the expression is too costly: " + message + ": " + shown());
  }

  private String shown() {
    return shortened(text, SHOWN_LENGTH);
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "...";
  }

  @Override
  public String toString() {
    return "${" + text + "}";
  }
}
