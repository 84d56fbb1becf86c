package dev.millrace.definition;

import dev.millrace.definition.document.Node;
import dev.millrace.definition.event.EventKey;
import dev.millrace.definition.event.EventStart;
import dev.millrace.definition.expression.Template;
import java.util.List;
import java.util.Optional;

/// Reads what an event start says by expressions. They stand before any run, so `event` is all that
/// they can read.
final class EventExpressions {
  private static final List<String> ROOTS = List.of(EventStart.EVENT);

  private final Section section;
  private final Findings findings;
  private final Templates templates;

  EventExpressions(Section section) {
    this.section = section;
    this.findings = section.findings();
    this.templates = new Templates(findings, ROOTS);
  }

  /// One expression that says which events count.
  Optional<Template> filter() {
    var node = section.value("filter");
    var compiled = node.flatMap(some -> compiled("filter", some));
    if (compiled.isEmpty() || Templates.isOneExpression(compiled.get())) {
      return compiled;
    }
    var text = node.get() instanceof Node.Scalar scalar ? scalar.text().orElse("") : "";
    section.wrong(
        "filter",
        node.get(),
        "one expression that gives true or false",
        text.isEmpty() || text.contains("${")
            ? "Write filter: \"${ ... }\" with nothing around the expression."
            : "Write filter: \"${ " + text.strip() + " }\".");
    return Optional.empty();
  }

  /// Any value.
  Optional<Template> input() {
    return section.value("input").flatMap(node -> compiled("input", node));
  }

  /// A text with expressions, or the name of a header.
  Optional<EventKey> key(boolean hasHeaders) {
    var node = section.value("dedupe");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    var text = node.get() instanceof Node.Scalar scalar ? scalar.text() : Optional.<String>empty();
    if (text.isPresent() && text.get().contains("${")) {
      return compiled("dedupe", node.get()).map(EventKey.Computed::new);
    }
    if (hasHeaders && text.filter(WebhookSection::isHeader).isPresent()) {
      return text.map(EventKey.Header::new);
    }
    section.wrong(
        "dedupe",
        node.get(),
        hasHeaders
            ? "an expression that gives the event's key, or the name of a header"
            : "an expression that gives the event's key",
        "Write dedupe: \"${ event.body.id }\".");
    return Optional.empty();
  }

  private Optional<Template> compiled(String key, Node node) {
    var where = section.called(key);
    var before = findings.size();
    var compiled = templates.compile(where, node, ROOTS);
    compiled.ifPresent(
        template -> {
          var use = templates.uses().stream().filter(each -> each.template() == template).findAny();
          use.ifPresent(this::checkNames);
        });
    return findings.size() > before ? Optional.empty() : compiled;
  }

  private void checkNames(TemplateUse use) {
    for (var placed : use.template().expressions()) {
      var references = placed.expression().references();
      for (var unknown : references.unknownRoots(ROOTS)) {
        findings.at(
            use.placeOf(placed, unknown.offset()),
            "%s reads \"%s\", but there is no run yet: it can read event alone."
                .formatted(use.where(), unknown.name()),
            "Did you mean event." + unknown.name() + "? A text needs quotes.");
      }
      for (var task : references.tasks()) {
        refuseTasks(use, placed, task.offset());
      }
      for (var offset : references.dynamic()) {
        refuseTasks(use, placed, offset);
      }
    }
  }

  private void refuseTasks(TemplateUse use, Template.Placed placed, int offset) {
    findings.at(
        use.placeOf(placed, offset),
        use.where() + " reads tasks, but there is no run yet: it can read event alone.",
        "Read event, or move the expression into a task.");
  }
}
