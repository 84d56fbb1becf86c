package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.FunctionNode;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.Kind;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import dev.millrace.definition.expression.evaluation.Sequence;
import java.util.List;

/// Functions that look for a text, a regular expression or what a function of the user's finds.
final class MatchFunctions {
  private MatchFunctions() {}

  static List<NativeFunction> all() {
    return List.of(
        Define.function("contains", "<s-(sf):b>", MatchFunctions::contains),
        Define.function("match", "<s-f<s:o>n?:a<o>>", MatchFunctions::match),
        Define.function("split", "<s-(sf)n?:a<s>>", MatchFunctions::split),
        Define.function("replace", "<s-(sf)(sf)n?:s>", MatchFunctions::replace));
  }

  /// Where a text begins within another one from a place on; -1 where it does not.
  static int indexOf(String text, String sought, int from, Evaluator evaluator) {
    int place = text.indexOf(sought, from);
    int looked = (place < 0 ? text.length() : place + sought.length()) - from;
    // At worst each place is compared with all of the sought text but its end.
    evaluator.budget().reads(looked + (long) looked * sought.length() / 64);
    return place;
  }

  private static JsonNode contains(Evaluator evaluator, List<JsonNode> args) {
    var text = args.get(0).textValue();
    var sought = args.get(1);
    if (sought.isMissingNode()) {
      return sought;
    }
    return BooleanNode.valueOf(
        sought instanceof FunctionNode matcher
            ? !new Matches(evaluator, matcher, text).isOver()
            : indexOf(text, sought.textValue(), 0, evaluator) >= 0);
  }

  private static JsonNode match(Evaluator evaluator, List<JsonNode> args) {
    long limit = (long) Math.ceil(limit("match", args.get(2)));
    var found = new Sequence();
    if (limit == 0) {
      return found;
    }
    var matches = new Matches(evaluator, (FunctionNode) args.get(1), args.get(0).textValue());
    while (!matches.isOver()) {
      evaluator.budget().steps(4);
      var match = new ObjectNode(JsonNodeFactory.instance);
      match.put("match", matches.text());
      match.put("index", matches.start());
      match.set("groups", matches.groups());
      found.add(match);
      matches.advance(found.size() < limit);
    }
    return found;
  }

  private static JsonNode split(Evaluator evaluator, List<JsonNode> args) {
    var text = args.get(0).textValue();
    long limit = (long) Math.floor(limit("split", args.get(2)));
    requirePresent("split", "separator", args.get(1));
    var parts = new ArrayNode(JsonNodeFactory.instance);
    if (args.get(1) instanceof FunctionNode matcher) {
      int from = 0;
      var matches = new Matches(evaluator, matcher, text);
      while (!matches.isOver() && parts.size() < limit) {
        add(parts, text.substring(from, Math.max(from, matches.start())), evaluator);
        from = matches.end();
        matches.advance(parts.size() < limit);
      }
      if (parts.size() < limit) {
        add(parts, text.substring(from), evaluator);
      }
    } else if (args.get(1).textValue().isEmpty()) {
      text.codePoints()
          .limit(limit)
          .forEach(point -> add(parts, Character.toString(point), evaluator));
    } else {
      splitAtText(text, args.get(1).textValue(), limit, parts, evaluator);
    }
    return parts;
  }

  private static void splitAtText(
      String text, String separator, long limit, ArrayNode parts, Evaluator evaluator) {
    int from = 0;
    int place = indexOf(text, separator, from, evaluator);
    while (place >= 0 && parts.size() < limit) {
      add(parts, text.substring(from, place), evaluator);
      from = place + separator.length();
      place = indexOf(text, separator, from, evaluator);
    }
    if (parts.size() < limit) {
      add(parts, text.substring(from), evaluator);
    }
  }

  private static void add(ArrayNode parts, String part, Evaluator evaluator) {
    evaluator.budget().step();
    parts.add(Define.text(part, evaluator));
  }

  private static JsonNode replace(Evaluator evaluator, List<JsonNode> args) {
    var text = args.get(0).textValue();
    var replacement = args.get(2);
    requirePresent("replace", "text to look for", args.get(1));
    requirePresent("replace", "replacement", replacement);
    long limit = (long) Math.ceil(limit("replace", args.get(3)));
    var result = new Replaced(text, evaluator);
    if (args.get(1) instanceof FunctionNode matcher) {
      var matches = limit == 0 ? null : new Matches(evaluator, matcher, text);
      for (long count = 1; matches != null && !matches.isOver(); count++) {
        result.put(matches.start(), matches.end(), substitute(matches, replacement, evaluator));
        matches.advance(count < limit);
      }
    } else {
      replaceText(args.get(1).textValue(), replacement, limit, result, evaluator);
    }
    return TextNode.valueOf(result.whole());
  }

  private static void replaceText(
      String sought, JsonNode replacement, long limit, Replaced result, Evaluator evaluator) {
    if (sought.isEmpty()) {
      throw new Halt.Fault("$replace cannot look for the empty text");
    }
    if (!replacement.isTextual()) {
      throw new Halt.Fault("$replace of a text by a function needs a regular expression");
    }
    int place = indexOf(result.text, sought, 0, evaluator);
    for (long count = 0; place >= 0 && count < limit; count++) {
      result.put(place, place + sought.length(), replacement.textValue());
      place = indexOf(result.text, sought, place + sought.length(), evaluator);
    }
  }

  private static String substitute(Matches match, JsonNode replacement, Evaluator evaluator) {
    if (replacement.isTextual()) {
      return Substitution.of(replacement.textValue(), match, evaluator);
    }
    if (!(replacement instanceof FunctionNode function)) {
      throw new Halt.Fault("$replace needs a text or a function to replace by");
    }
    var substitute = evaluator.call(function, List.of(match.object()), NullNode.getInstance());
    if (!substitute.isTextual()) {
      throw new Halt.Fault(
          "the function that $replace calls must give a text and gave "
              + Kind.describe(substitute));
    }
    return substitute.textValue();
  }

  private static void requirePresent(String function, String what, JsonNode argument) {
    if (argument.isMissingNode()) {
      throw new Halt.Fault("$%s needs a %s and found nothing".formatted(function, what));
    }
  }

  private static double limit(String function, JsonNode limit) {
    if (limit.isMissingNode()) {
      return Long.MAX_VALUE;
    }
    if (limit.doubleValue() < 0) {
      throw new Halt.Fault("the limit of $" + function + " must not be negative: " + limit);
    }
    return limit.doubleValue();
  }

  /// A text with parts of it replaced, from left to right.
  private static final class Replaced {
    private final String text;
    private final Evaluator evaluator;
    private final StringBuilder result = new StringBuilder();
    private int done;

    Replaced(String text, Evaluator evaluator) {
      this.text = text;
      this.evaluator = evaluator;
    }

    void put(int start, int end, String substitute) {
      int from = Math.max(start, done);
      evaluator.budget().makes(from - (long) done + substitute.length() + 1);
      result.append(text, done, from).append(substitute);
      done = Math.max(end, from);
    }

    String whole() {
      evaluator.budget().makes(text.length() - (long) done);
      return result.append(text, done, text.length()).toString();
    }
  }
}
