package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A regular expression: a function of a text that gives the first match as an object with `match`,
/// `start`, `end`, `groups` and `next`, which gives the next one.
final class RegexFunction extends FunctionNode {
  private final Pattern pattern;

  RegexFunction(Pattern pattern) {
    this.pattern = pattern;
  }

  @Override
  public int arity() {
    return 1;
  }

  @Override
  JsonNode call(Evaluator evaluator, List<JsonNode> arguments, JsonNode context) {
    if (arguments.isEmpty() || !arguments.getFirst().isTextual()) {
      return MissingNode.getInstance();
    }
    var text = arguments.getFirst().textValue();
    return next(pattern.matcher(new CountedText(text, evaluator.budget())), 0, text, evaluator);
  }

  private JsonNode next(Matcher matcher, int from, String text, Evaluator evaluator) {
    evaluator.budget().steps(4);
    if (!matcher.find(from)) {
      return MissingNode.getInstance();
    }
    var groups = new ArrayNode(JsonNodeFactory.instance);
    for (int group = 1; group <= matcher.groupCount(); group++) {
      evaluator.budget().elements(1);
      var found = matcher.group(group);
      groups.add(TextNode.valueOf(found == null ? "" : found));
    }
    int end = matcher.end();
    var match = new ObjectNode(JsonNodeFactory.instance);
    match.put("match", matcher.group());
    match.set("start", Numbers.of(matcher.start()));
    match.set("end", Numbers.of(end));
    match.set("groups", groups);
    match.set("next", new Next(matcher, end, text));
    return match;
  }

  /// The search for the next match.
  private final class Next extends FunctionNode {
    private final Matcher matcher;
    private final int from;
    private final String text;

    Next(Matcher matcher, int from, String text) {
      this.matcher = matcher;
      this.from = from;
      this.text = text;
    }

    @Override
    public int arity() {
      return 0;
    }

    @Override
    JsonNode call(Evaluator evaluator, List<JsonNode> arguments, JsonNode context) {
      if (from >= text.length()) {
        return MissingNode.getInstance();
      }
      var next = RegexFunction.this.next(matcher, from, text, evaluator);
      if (next.isObject() && next.path("match").textValue().isEmpty()) {
        throw new Halt.Fault(
            "the regular expression /" + pattern.pattern() + "/ matches the empty text");
      }
      return next;
    }
  }
}
