package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.event.EventPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Reads `detail` of a rule: a part of EventBridge's language of patterns.
final class PatternSection {
  static final List<String> TESTS = List.of("prefix", "suffix", "anything-but", "exists");

  private static final String MEND =
      "Write a value or a list of values, such as state: [stopped, {prefix: term}].";

  private final Section rule;

  private PatternSection(Section rule) {
    this.rule = rule;
  }

  static EventPattern read(Section rule) {
    var node = rule.value("detail");
    if (node.isEmpty()) {
      return EventPattern.ANY;
    }
    if (node.get() instanceof Node.Mapping mapping) {
      return new PatternSection(rule).fields(mapping);
    }
    rule.wrong("detail", node.get(), "a mapping of fields to what they must be", MEND);
    return EventPattern.ANY;
  }

  private EventPattern fields(Node.Mapping mapping) {
    var fields = new LinkedHashMap<String, EventPattern>();
    for (var entry : mapping.entries()) {
      fields.put(entry.key().text(), pattern(entry.value()));
    }
    return new EventPattern.Fields(fields);
  }

  private EventPattern pattern(Node node) {
    return switch (node) {
      case Node.Mapping below -> fields(below);
      case Node.Scalar scalar ->
          new EventPattern.OneOf(List.of(new EventPattern.Test.Equal(scalar.toJson())));
      case Node.Sequence list -> {
        var tests = new ArrayList<EventPattern.Test>();
        for (var item : list.items()) {
          test(item).ifPresent(tests::add);
        }
        if (list.items().isEmpty()) {
          rule.wrong("detail", list, "such that something fits it", MEND);
        }
        yield new EventPattern.OneOf(tests);
      }
    };
  }

  private Optional<EventPattern.Test> test(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> Optional.of(new EventPattern.Test.Equal(scalar.toJson()));
      case Node.Mapping mapping -> test(mapping);
      case Node.Sequence list -> wrongTest(list);
    };
  }

  private Optional<EventPattern.Test> test(Node.Mapping mapping) {
    if (mapping.entries().size() != 1) {
      return wrongTest(mapping);
    }
    var entry = mapping.entries().iterator().next();
    var value = entry.value().toJson();
    var test =
        switch (entry.key().text()) {
          case "prefix" -> text(value).map(EventPattern.Test.Prefix::new);
          case "suffix" -> text(value).map(EventPattern.Test.Suffix::new);
          case "exists" -> existence(value);
          case "anything-but" -> unwanted(value);
          default -> Optional.<EventPattern.Test>empty();
        };
    return test.isPresent() ? Optional.of(test.get()) : wrongTest(mapping);
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  private static Optional<EventPattern.Test> existence(JsonNode value) {
    if (!value.isBoolean()) {
      return Optional.empty();
    }
    return Optional.of(
        value.booleanValue() ? new EventPattern.Test.Present() : new EventPattern.Test.Absent());
  }

  private static Optional<EventPattern.Test> unwanted(JsonNode value) {
    var unwanted = new LinkedHashSet<JsonNode>();
    if (value.isArray()) {
      value.forEach(unwanted::add);
    } else {
      unwanted.add(value);
    }
    return unwanted.stream().allMatch(JsonNode::isValueNode)
        ? Optional.of(new EventPattern.Test.AnythingBut(unwanted))
        : Optional.empty();
  }

  private Optional<EventPattern.Test> wrongTest(Node node) {
    rule.wrong(
        "detail",
        node,
        "made of values, and tests with one of " + String.join(", ", TESTS),
        MEND + " What patterns cannot say, filter can.");
    return Optional.empty();
  }
}
