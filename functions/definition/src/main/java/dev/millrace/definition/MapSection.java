package dev.millrace.definition;

import dev.millrace.core.plan.MapPolicy;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Template;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `map` of a task.
final class MapSection {
  /// Most instances that `concurrency` may let work side by side, and most failures to tolerate:
  /// the most instances that any map can have.
  static final int COUNT_MAX = 1_000_000;

  static final List<String> KEYS = List.of("over", "as", "concurrency", "tolerate");

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,6})?)%");

  /// Words with a meaning of their own in expressions.
  private static final Set<String> RESERVED =
      Set.of("and", "or", "in", "true", "false", "null", "function");

  private final Section section;
  private final Templates templates;

  private MapSection(Section section, Templates templates) {
    this.section = section;
    this.templates = templates;
  }

  /// What a map says, as far as it could be read.
  record MapRead(Optional<MapDefinition> definition, MapPolicy policy, String item) {}

  /// Reads the map of a task that has one.
  static Optional<MapRead> read(Section task, Templates templates) {
    return task.section("map", "Write map: {over: \"${ input.orders }\"}.")
        .map(section -> new MapSection(section, templates).read());
  }

  private MapRead read() {
    section.refuseUnknownKeys(KEYS);
    var item = item();
    var policy =
        new MapPolicy(
            section.integer("concurrency", 1, COUNT_MAX),
            section.value("tolerate").flatMap(this::tolerance).orElse(MapPolicy.PLAIN.tolerate()));
    var over = section.value("over");
    if (over.isEmpty()) {
      section
          .findings()
          .at(
              section.mapping(),
              section.name() + " does not say over what.",
              "Write over: with an expression that gives the items, or a list.");
    }
    var definition = over.flatMap(this::over).map(items -> new MapDefinition(items, item));
    return new MapRead(definition, policy, item);
  }

  private Optional<Template> over(Node node) {
    var expected = "one expression or a list";
    if (node instanceof Node.Scalar scalar && scalar.text().isPresent()) {
      var compiled = templates.compile(section.called("over"), node, templates.everywhere());
      if (compiled.isPresent() && !Templates.isOneExpression(compiled.get())) {
        var text = scalar.text().get();
        section.wrong(
            "over",
            node,
            expected,
            text.contains("${")
                ? "Take away what stands around the expression."
                : "Write over: \"${ " + text.strip() + " }\".");
        return Optional.empty();
      }
      return compiled;
    }
    if (node instanceof Node.Sequence) {
      return templates.compile(section.called("over"), node, templates.everywhere());
    }
    section.wrong("over", node, expected, "Write an expression, or a list: over: [1, 2, 3].");
    return Optional.empty();
  }

  private String item() {
    var node = section.value("as");
    var name = section.text("as").orElse(MapDefinition.ITEM_DEFAULT);
    var taken = Root.of(name).filter(root -> root != Root.ITEM).isPresent();
    if (node.isPresent() && (taken || RESERVED.contains(name))) {
      section
          .findings()
          .at(
              node.get(),
              section.called("as") + " is \"" + name + "\", which has a meaning already.",
              "Choose another name for the item, such as \"element\".");
      return MapDefinition.ITEM_DEFAULT;
    }
    if (node.isPresent() && !NAME.matcher(name).matches()) {
      section.wrong(
          "as",
          node.get(),
          "a name of letters, digits and _ that begins with a letter",
          "Choose a name such as \"order\", and read it as ${ order }.");
      return MapDefinition.ITEM_DEFAULT;
    }
    return name;
  }

  private Optional<MapPolicy.Tolerance> tolerance(Node node) {
    var json = node.toJson();
    if (json.isIntegralNumber() && json.canConvertToInt()) {
      var count = json.intValue();
      if (count >= 0 && count <= COUNT_MAX) {
        return Optional.of(new MapPolicy.Count(count));
      }
    }
    var percent = PERCENT.matcher(json.isTextual() ? json.textValue() : "");
    if (percent.matches()) {
      var value = Double.parseDouble(percent.group(1));
      if (value <= 100) {
        return Optional.of(new MapPolicy.Percent(value));
      }
    }
    section.wrong(
        "tolerate",
        node,
        "a number of failed instances from 0, or a percentage from 0% to 100%",
        "Write tolerate: 3 or tolerate: 5%.");
    return Optional.empty();
  }
}
