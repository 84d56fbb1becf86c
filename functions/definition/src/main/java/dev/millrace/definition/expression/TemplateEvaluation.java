package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.core.ErrorName;
import dev.millrace.definition.expression.Template.Insertion;
import dev.millrace.definition.expression.TemplatePart.Piece;
import dev.millrace.definition.expression.function.PercentEncoding;

/// One evaluation of a template.
final class TemplateEvaluation {
  private final Scope scope;
  private final Limits limits;
  private final Insertion insertion;
  private long bytes;

  TemplateEvaluation(Scope scope, Limits limits, Insertion insertion) {
    this.scope = scope;
    this.limits = limits;
    this.insertion = insertion;
  }

  Evaluation evaluate(TemplatePart root) {
    try {
      return root instanceof TemplatePart.Whole(var pointer, var expression)
          ? checked(expression.measured(scope, limits), pointer)
          : new Evaluation.Value(value(root));
    } catch (FailedPart failed) {
      return failed.failure;
    }
  }

  private JsonNode value(TemplatePart part) {
    return switch (part) {
      case TemplatePart.Constant(var value) -> value;
      case TemplatePart.Whole(var pointer, var expression) ->
          switch (checked(expression.measured(scope, limits), pointer)) {
            case Evaluation.Value(var value) -> value;
            case Evaluation.Nothing _ -> NullNode.getInstance();
            case Evaluation.Failed failed -> throw new FailedPart(failed);
          };
      case TemplatePart.Mixed mixed -> text(mixed);
      case TemplatePart.Fields(var fields) -> {
        var object = new ObjectNode(JsonNodeFactory.instance);
        for (var field : fields) {
          object.set(field.name(), value(field.value()));
        }
        yield object;
      }
      case TemplatePart.Elements(var elements) -> {
        var list = new ArrayNode(JsonNodeFactory.instance);
        for (var element : elements) {
          list.add(value(element));
        }
        yield list;
      }
    };
  }

  /// The evaluation of an expression, if it did not fail; its result counts towards the limit.
  private Evaluation checked(Expression.Measured measured, String pointer) {
    if (measured.evaluation() instanceof Evaluation.Failed(var error, var cause)) {
      throw failed(error, cause, pointer);
    }
    bytes += measured.bytes();
    if (bytes > limits.resultBytes()) {
      throw failed(
          ErrorName.EXPRESSION_TOO_COSTLY,
          "the results of all expressions are longer than " + limits.resultBytes() + " bytes",
          pointer);
    }
    return measured.evaluation();
  }

  private static FailedPart failed(ErrorName error, String cause, String pointer) {
    var place = pointer.isEmpty() ? "" : "at " + pointer + ": ";
    return new FailedPart(new Evaluation.Failed(error, place + cause));
  }

  private JsonNode text(TemplatePart.Mixed mixed) {
    var text = new StringBuilder();
    for (var piece : mixed.pieces()) {
      switch (piece) {
        case Piece.Plain(var plain) -> text.append(plain);
        case Piece.Inserted(var expression) -> {
          var evaluation = checked(expression.measured(scope, limits), mixed.pointer());
          if (evaluation instanceof Evaluation.Value(var value)) {
            text.append(inserted(InsertedText.of(value), mixed.pointer()));
          }
        }
      }
    }
    return TextNode.valueOf(text.toString());
  }

  private String inserted(String text, String pointer) {
    return switch (insertion) {
      case PLAIN -> text;
      case PERCENT_ENCODED ->
          PercentEncoding.of(text, PercentEncoding.UNRESERVED)
              .orElseThrow(
                  () ->
                      failed(
                          ErrorName.EXPRESSION_FAILED,
                          "a value for an address holds half a character",
                          pointer));
    };
  }

  /// Ends the evaluation of the whole.
  private static final class FailedPart extends RuntimeException {
    private final Evaluation.Failed failure;

    FailedPart(Evaluation.Failed failure) {
      super(failure.cause(), null, false, false);
      this.failure = failure;
    }
  }
}
