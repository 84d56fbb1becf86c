package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.millrace.definition.expression.evaluation.Evaluator;

/// Fills in a replacement text: `$0` is the match, `$1` its first group, `$$` a dollar. A number
/// takes as many digits as there are groups to name.
final class Substitution {
  private Substitution() {}

  static String of(String replacement, Matches match, Evaluator evaluator) {
    if (replacement.indexOf('$') < 0) {
      return replacement;
    }
    var groups = match.groups();
    var filled = new StringBuilder();
    int position = 0;
    while (position < replacement.length()) {
      evaluator.budget().makes(1);
      char c = replacement.charAt(position++);
      if (c != '$') {
        filled.append(c);
      } else if (replacement.startsWith("$", position)) {
        filled.append('$');
        position++;
      } else {
        int digits = digits(replacement, position, groups);
        if (digits == 0) {
          filled.append('$');
        } else {
          int number = Integer.parseInt(replacement, position, position + digits, 10);
          var value = number == 0 ? match.text() : group(groups, number);
          evaluator.budget().makes(value.length());
          filled.append(value);
          position += digits;
        }
      }
    }
    return filled.toString();
  }

  /// How many digits from a place on name a group.
  private static int digits(String text, int from, ArrayNode groups) {
    if (text.startsWith("0", from)) {
      return 1;
    }
    int most = Math.max(1, String.valueOf(groups.size()).length());
    int digits = 0;
    while (digits < most
        && from + digits < text.length()
        && text.charAt(from + digits) >= '0'
        && text.charAt(from + digits) <= '9') {
      digits++;
    }
    boolean tooLarge =
        digits > 1 && Integer.parseInt(text, from, from + digits, 10) > groups.size();
    return tooLarge ? digits - 1 : digits;
  }

  private static String group(ArrayNode groups, int number) {
    JsonNode group = groups.path(number - 1);
    return group.isTextual() ? group.textValue() : "";
  }
}
