package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import dev.millrace.definition.expression.evaluation.Numbers;
import dev.millrace.definition.expression.evaluation.Texts;
import dev.millrace.definition.expression.evaluation.Texts.Layout;
import java.util.List;
import java.util.Locale;

/// Functions of texts. Places and lengths count code points, so that no character is cut in two.
final class TextFunctions {
  private TextFunctions() {}

  static List<NativeFunction> all() {
    return List.of(
        Define.function("string", "<x-b?:s>", TextFunctions::string),
        Define.function("length", "<s-:n>", TextFunctions::length),
        Define.function("substring", "<s-nn?:s>", TextFunctions::substring),
        Define.function("substringBefore", "<s-s:s>", TextFunctions::before),
        Define.function("substringAfter", "<s-s:s>", TextFunctions::after),
        Define.ofText("lowercase", (text, _) -> text.toLowerCase(Locale.ROOT)),
        Define.ofText("uppercase", (text, _) -> text.toUpperCase(Locale.ROOT)),
        Define.ofText("trim", (text, _) -> trim(text)),
        Define.function("pad", "<s-ns?:s>", TextFunctions::pad),
        Define.function("join", "<a<s>s?:s>", TextFunctions::join));
  }

  private static JsonNode string(Evaluator evaluator, List<JsonNode> args) {
    var layout = args.get(1).booleanValue() ? Layout.INDENTED : Layout.COMPACT;
    return TextNode.valueOf(Texts.of(args.get(0), layout, evaluator.budget()));
  }

  private static JsonNode length(Evaluator evaluator, List<JsonNode> args) {
    return Numbers.of(codePoints(args.getFirst().textValue(), evaluator));
  }

  private static int codePoints(String text, Evaluator evaluator) {
    evaluator.budget().reads(text.length());
    return text.codePointCount(0, text.length());
  }

  private static JsonNode substring(Evaluator evaluator, List<JsonNode> args) {
    var text = args.get(0).textValue();
    if (args.get(1).isMissingNode()) {
      return args.get(0);
    }
    int size = codePoints(text, evaluator);
    int start = Define.clamped(args.get(1), -size, size);
    int from = start < 0 ? size + start : start;
    double wanted = args.get(2).isMissingNode() ? size : args.get(2).doubleValue();
    int until = (int) Math.clamp(Math.floor(from + Math.max(wanted, 0)), from, size);
    int begin = text.offsetByCodePoints(0, from);
    return Define.text(
        text.substring(begin, text.offsetByCodePoints(begin, until - from)), evaluator);
  }

  private static JsonNode before(Evaluator evaluator, List<JsonNode> args) {
    var text = args.get(0).textValue();
    int place = indexOf(args, evaluator);
    return place < 0 ? args.get(0) : Define.text(text.substring(0, place), evaluator);
  }

  private static JsonNode after(Evaluator evaluator, List<JsonNode> args) {
    var text = args.get(0).textValue();
    int place = indexOf(args, evaluator);
    return place < 0
        ? args.get(0)
        : Define.text(text.substring(place + args.get(1).textValue().length()), evaluator);
  }

  private static int indexOf(List<JsonNode> args, Evaluator evaluator) {
    return args.get(1).isMissingNode()
        ? -1
        : MatchFunctions.indexOf(args.get(0).textValue(), args.get(1).textValue(), 0, evaluator);
  }

  /// Spaces at the ends go, those between become one blank.
  private static String trim(String text) {
    var trimmed = new StringBuilder();
    boolean pending = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        pending = !trimmed.isEmpty();
      } else {
        if (pending) {
          trimmed.append(' ');
          pending = false;
        }
        trimmed.append(c);
      }
    }
    return trimmed.toString();
  }

  private static JsonNode pad(Evaluator evaluator, List<JsonNode> args) {
    var text = args.get(0).textValue();
    double width = args.get(1).isMissingNode() ? 0 : args.get(1).doubleValue();
    double missing = Math.floor(Math.abs(width)) - codePoints(text, evaluator);
    if (missing <= 0) {
      return args.get(0);
    }
    var filler = args.get(2).isMissingNode() ? "" : args.get(2).textValue();
    // A width beyond all bounds ends here, before anything of that size is made. Each code point
    // takes up to two characters.
    evaluator.budget().makes((long) missing);
    evaluator.budget().makes((long) missing);
    var padding = cycled(filler.isEmpty() ? " " : filler, (int) missing);
    return Define.text(width < 0 ? padding + text : text + padding, evaluator);
  }

  private static String cycled(String filler, int codePoints) {
    var points = filler.codePoints().limit(codePoints).toArray();
    var padding = new StringBuilder(codePoints);
    for (int i = 0; i < codePoints; i++) {
      padding.appendCodePoint(points[i % points.length]);
    }
    return padding.toString();
  }

  private static JsonNode join(Evaluator evaluator, List<JsonNode> args) {
    var texts = (ArrayNode) args.get(0);
    var separator = args.get(1).isMissingNode() ? "" : args.get(1).textValue();
    var joined = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      var text = texts.get(i).textValue();
      evaluator.budget().makes(text.length() + (long) separator.length() + 1);
      joined.append(i == 0 ? "" : separator).append(text);
    }
    return TextNode.valueOf(joined.toString());
  }
}
