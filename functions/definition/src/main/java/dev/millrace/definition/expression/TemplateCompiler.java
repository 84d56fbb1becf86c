package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.Template.Flaw;
import dev.millrace.definition.expression.Template.Placed;
import dev.millrace.definition.expression.TemplatePart.Piece;
import dev.millrace.definition.expression.syntax.SyntaxFault;
import java.util.ArrayList;
import java.util.List;

/// Finds and compiles the expressions of a template. Where one ends only its own syntax can tell: a
/// closing bracket can stand in a text, a regular expression or a comment.
final class TemplateCompiler {
  private static final String OPEN = "${";
  private static final String ESCAPED_OPEN = "$${";

  private final List<Placed> expressions = new ArrayList<>();
  private final List<Flaw> flaws = new ArrayList<>();

  List<Placed> expressions() {
    return expressions;
  }

  List<Flaw> flaws() {
    return flaws;
  }

  TemplatePart compile(JsonNode source) {
    return part(source, "");
  }

  private TemplatePart part(JsonNode source, String pointer) {
    return switch (source) {
      case TextNode text when text.textValue().contains(OPEN) -> text(text.textValue(), pointer);
      case ObjectNode object -> fields(object, pointer);
      case ArrayNode list -> elements(list, pointer);
      default -> new TemplatePart.Constant(source);
    };
  }

  private TemplatePart fields(ObjectNode object, String pointer) {
    var fields = new ArrayList<TemplatePart.Field>(object.size());
    boolean isConstant = true;
    for (var field : object.properties()) {
      var name = field.getKey();
      var value = part(field.getValue(), pointer + "/" + escaped(name));
      fields.add(new TemplatePart.Field(name, value));
      isConstant &= value instanceof TemplatePart.Constant;
    }
    return isConstant
        ? new TemplatePart.Constant(object)
        : new TemplatePart.Fields(List.copyOf(fields));
  }

  /// RFC 6901: the two signs that a pointer gives a meaning.
  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private TemplatePart elements(ArrayNode list, String pointer) {
    var elements = new ArrayList<TemplatePart>(list.size());
    boolean isConstant = true;
    for (int i = 0; i < list.size(); i++) {
      var element = part(list.get(i), pointer + "/" + i);
      elements.add(element);
      isConstant &= element instanceof TemplatePart.Constant;
    }
    return isConstant
        ? new TemplatePart.Constant(list)
        : new TemplatePart.Elements(List.copyOf(elements));
  }

  private TemplatePart text(String text, String pointer) {
    List<Piece> pieces;
    try {
      pieces = pieces(text, pointer);
    } catch (FlawedText flawed) {
      flaws.add(new Flaw(pointer, flawed.offset, String.valueOf(flawed.getMessage())));
      return new TemplatePart.Constant(TextNode.valueOf(text));
    }
    if (pieces.size() == 1) {
      return switch (pieces.getFirst()) {
        case Piece.Inserted(var expression) -> new TemplatePart.Whole(pointer, expression);
        case Piece.Plain(var plain) -> unescaped(plain);
      };
    }
    return new TemplatePart.Mixed(pointer, List.copyOf(pieces));
  }

  /// Not a constant, because that is given out as it was written.
  private static TemplatePart unescaped(String plain) {
    return new TemplatePart.Mixed("", List.of(new Piece.Plain(plain)));
  }

  private List<Piece> pieces(String text, String pointer) {
    var pieces = new ArrayList<Piece>();
    var plain = new StringBuilder();
    int position = 0;
    while (position < text.length()) {
      if (text.startsWith(ESCAPED_OPEN, position)) {
        plain.append(OPEN);
        position += ESCAPED_OPEN.length();
      } else if (text.startsWith(OPEN, position)) {
        if (!plain.isEmpty()) {
          pieces.add(new Piece.Plain(plain.toString()));
          plain.setLength(0);
        }
        position = expression(text, position + OPEN.length(), pointer, pieces);
      } else {
        plain.append(text.charAt(position++));
      }
    }
    if (!plain.isEmpty()) {
      pieces.add(new Piece.Plain(plain.toString()));
    }
    return pieces;
  }

  /// Compiles the expression that begins at a place and gives the place behind its bracket.
  private int expression(String text, int start, String pointer, List<Piece> pieces) {
    try {
      var embedded = Expression.compileEmbedded(text, start);
      expressions.add(new Placed(pointer, start, embedded.expression()));
      pieces.add(new Piece.Inserted(embedded.expression()));
      return embedded.end() + 1;
    } catch (SyntaxFault fault) {
      throw new FlawedText(fault.message(), start + fault.offset());
    }
  }

  /// A text has a flaw, and where its expression ends is not known.
  private static final class FlawedText extends RuntimeException {
    private final int offset;

    FlawedText(String message, int offset) {
      super(message, null, false, false);
      this.offset = offset;
    }
  }
}
