package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compiles the templates of one document and remembers each use of one, so that what they read can
/// be checked once all tasks are known.
final class Templates {
  /// What expressions can read everywhere in a document.
  static final List<String> EVERYWHERE = List.of(Root.INPUT.text(), Root.RUN.text());

  private final Findings findings;
  private final List<String> everywhere;
  private final List<TemplateUse> uses = new ArrayList<>();

  /// @param everywhere what all expressions of this part of the document can read
  Templates(Findings findings, List<String> everywhere) {
    this.findings = findings;
    this.everywhere = List.copyOf(everywhere);
  }

  /// What all expressions of this part of the document can read.
  List<String> everywhere() {
    return everywhere;
  }

  /// Takes over the uses of a group within a task.
  void addAll(List<TemplateUse> more) {
    uses.addAll(more);
  }

  /// All uses so far, in the order of the document but for those of deferred arguments.
  List<TemplateUse> uses() {
    return uses;
  }

  /// Compiles a value of the document.
  Optional<Template> compile(String where, Node node, List<String> roots) {
    return compile(where, node, "", node.toJson(), roots);
  }

  /// Compiles a part of a value of the document.
  ///
  /// @param base where the part stands below the node, as a JSON pointer
  Optional<Template> compile(
      String where, Node node, String base, JsonNode part, List<String> roots) {
    return switch (Template.compile(part)) {
      case Template.Compilation.Compiled(var template) -> {
        if (!template.expressions().isEmpty()) {
          uses.add(new TemplateUse(where, node, base, template, roots, Set.of()));
        }
        yield Optional.of(template);
      }
      case Template.Compilation.Rejected(var flaws) -> {
        for (var flaw : flaws) {
          findings.at(
              TemplateUse.placeOf(node, base + flaw.pointer(), flaw.offset()),
              "an expression in " + where + " is wrong: " + sentence(flaw.message()),
              mend(part.at(flaw.pointer()).asText(), flaw.offset()));
        }
        yield Optional.empty();
      }
    };
  }

  /// Whether a template is one expression and nothing else, so that it keeps the value's type.
  static boolean isOneExpression(Template template) {
    if (template.expressions().size() != 1 || !template.source().isTextual()) {
      return false;
    }
    var only = template.expressions().getFirst();
    var length = template.source().textValue().length();
    return only.offset() == 2 && only.offset() + only.expression().text().length() + 1 == length;
  }

  /// Operators of other languages are the commonest mistakes, and the parser's words for them
  /// name only the character that it stumbled over.
  private static String mend(String text, int offset) {
    var around =
        text.substring(
            Math.clamp(offset - 1L, 0, text.length()), Math.clamp(offset + 2L, 0, text.length()));
    if (around.contains("==")) {
      return "JSONata compares with a single =.";
    }
    if (around.contains("&&")) {
      return "JSONata writes and for &&.";
    }
    if (around.contains("||")) {
      return "JSONata writes or for ||.";
    }
    if (around.contains("!")) {
      return "JSONata writes $not(...) for !, and != for is not equal.";
    }
    return "Mend the JSONata between ${ and }; for a literal ${ write $${.";
  }

  private static String sentence(String message) {
    return message.endsWith(".") ? message : message + ".";
  }
}
