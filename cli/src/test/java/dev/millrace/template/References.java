package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a part of a template refers to: `X` by `!Ref X` or `${X}`, `X.Y` by `!GetAtt X.Y` or
/// `${X.Y}`, and `X` for the condition or mapping X.
final class References {
  private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([A-Za-z0-9.:]+)}");

  private References() {}

  static List<String> in(JsonNode node) {
    var found = new ArrayList<String>();
    collect(node, found);
    return found;
  }

  static boolean has(JsonNode node, String name) {
    return in(node).contains(name);
  }

  private static void collect(JsonNode node, List<String> found) {
    node.properties().forEach(entry -> function(entry.getKey(), entry.getValue(), found));
    if (node.isArray()) {
      node.forEach(item -> collect(item, found));
    }
  }

  private static void function(String name, JsonNode argument, List<String> found) {
    switch (name) {
      case "Ref", "Condition" -> found.add(argument.asText());
      case "Fn::GetAtt" -> found.add(argument.path(0).asText() + "." + argument.path(1).asText());
      case "Fn::Sub" -> text(argument).forEach(found::add);
      case "Fn::If", "Fn::FindInMap" -> found.add(argument.path(0).asText());
      default -> {
        // No function, or one whose arguments name nothing themselves.
      }
    }
    collect(argument, found);
  }

  private static Stream<String> text(JsonNode argument) {
    var text = argument.isArray() ? argument.path(0).asText() : argument.asText();
    return IN_TEXT.matcher(text).results().map(found -> found.group(1));
  }
}
