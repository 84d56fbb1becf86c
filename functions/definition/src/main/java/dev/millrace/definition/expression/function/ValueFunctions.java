package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.Kind;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import dev.millrace.definition.expression.evaluation.Numbers;
import dev.millrace.definition.expression.evaluation.Truth;
import dev.millrace.definition.expression.syntax.NumberLiteral;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Functions that ask what a value is, turn it into another type, or end the evaluation.
final class ValueFunctions {
  private static final Pattern DECIMAL =
      Pattern.compile("(-?)([0-9]+)(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");
  private static final Pattern WITH_RADIX =
      Pattern.compile("0([xX][0-9A-Fa-f]+|[oO][0-7]+|[bB][01]+)");

  /// No number in use is written longer; Jackson reads none that is.
  private static final int NUMBER_LENGTH_MAX = 1000;

  private ValueFunctions() {}

  static List<NativeFunction> all() {
    return List.of(
        Define.function(
            "boolean",
            "<x-:b>",
            (evaluator, args) ->
                BooleanNode.valueOf(Truth.of(args.getFirst(), evaluator.budget()))),
        Define.function(
            "not",
            "<x-:b>",
            (evaluator, args) ->
                BooleanNode.valueOf(!Truth.of(args.getFirst(), evaluator.budget()))),
        Define.total(
            "exists", "<x:b>", (_, args) -> BooleanNode.valueOf(!args.getFirst().isMissingNode())),
        Define.function("type", "<x:s>", (_, args) -> TextNode.valueOf(type(args.getFirst()))),
        Define.function("number", "<(nsb)-:n>", (_, args) -> number(args.getFirst())),
        Define.function("formatBase", "<n-n?:s>", ValueFunctions::formatBase),
        Define.function("formatNumber", "<n-so?:s>", ValueFunctions::formatNumber),
        Define.function("formatInteger", "<n-s:s>", ValueFunctions::formatInteger),
        Define.function("parseInteger", "<s-s:n>", ValueFunctions::parseInteger),
        Define.total("error", "<s?:x>", (_, args) -> error(args.getFirst())),
        Define.total("assert", "<bs?:x>", (_, args) -> check(args.get(0), args.get(1))));
  }

  private static String type(JsonNode value) {
    return switch (Kind.of(value)) {
      case MISSING -> "";
      case NULL -> "null";
      case BOOLEAN -> "boolean";
      case NUMBER -> "number";
      case STRING -> "string";
      case ARRAY -> "array";
      case OBJECT -> "object";
      case FUNCTION -> "function";
    };
  }

  private static JsonNode number(JsonNode value) {
    if (value.isNumber()) {
      return value;
    }
    if (value.isBoolean()) {
      return Numbers.of(value.booleanValue() ? 1 : 0);
    }
    var text = value.textValue();
    if (text.length() <= NUMBER_LENGTH_MAX) {
      var decimal = DECIMAL.matcher(text);
      if (decimal.matches()) {
        boolean isWhole = decimal.group(3) == null && decimal.group(4) == null;
        var number = isWhole ? NumberLiteral.whole(text) : NumberLiteral.decimal(text);
        return number.orElseThrow(() -> notANumber(value));
      }
      if (WITH_RADIX.matcher(text).matches()) {
        return withRadix(value, text);
      }
    }
    throw notANumber(value);
  }

  private static JsonNode withRadix(JsonNode value, String text) {
    int radix =
        switch (text.toLowerCase(Locale.ROOT).charAt(1)) {
          case 'x' -> 16;
          case 'o' -> 8;
          default -> 2;
        };
    try {
      return Numbers.of(Long.parseLong(text.substring(2), radix));
    } catch (NumberFormatException e) {
      throw notANumber(value);
    }
  }

  private static Halt.Fault notANumber(JsonNode value) {
    return new Halt.Fault("$number cannot read " + Kind.describe(value) + " as a number");
  }

  private static JsonNode formatBase(Evaluator evaluator, List<JsonNode> args) {
    var number = NumericFunctions.rounded(args.get(0));
    long radix =
        args.get(1).isMissingNode()
            ? 10
            : Define.whole("formatBase", NumericFunctions.rounded(args.get(1)));
    if (radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
      throw new Halt.Fault("the radix of $formatBase must be 2 to 36 and is " + radix);
    }
    return Define.text(Long.toString(Define.whole("formatBase", number), (int) radix), evaluator);
  }

  private static JsonNode formatNumber(Evaluator evaluator, List<JsonNode> args) {
    if (args.get(1).isMissingNode()) {
      throw new Halt.Fault("$formatNumber needs a picture");
    }
    var symbols = NumberPicture.Symbols.of(args.get(2));
    evaluator.budget().steps(10);
    return Define.text(
        NumberPicture.of(args.get(1).textValue(), symbols).format(args.get(0)), evaluator);
  }

  private static JsonNode formatInteger(Evaluator evaluator, List<JsonNode> args) {
    evaluator.budget().steps(10);
    var picture = IntegerPicture.of(picture("formatInteger", args.get(1)));
    var whole = NumericFunctions.floor(args.get(0));
    return Define.text(picture.format(Define.whole("formatInteger", whole)), evaluator);
  }

  private static JsonNode parseInteger(Evaluator evaluator, List<JsonNode> args) {
    evaluator.budget().steps(10);
    evaluator.budget().reads(args.get(0).textValue().length());
    var picture = IntegerPicture.of(picture("parseInteger", args.get(1)));
    return picture
        .parse(args.get(0).textValue())
        .<JsonNode>map(Numbers::of)
        .orElse(MissingNode.getInstance());
  }

  private static String picture(String function, JsonNode picture) {
    if (picture.isMissingNode()) {
      throw new Halt.Fault("$" + function + " needs a picture");
    }
    return picture.textValue();
  }

  private static JsonNode error(JsonNode message) {
    throw new Halt.Fault(message.isMissingNode() ? "$error was called" : message.textValue());
  }

  private static JsonNode check(JsonNode condition, JsonNode message) {
    if (!condition.booleanValue()) {
      throw new Halt.Fault(
          message.isMissingNode() ? "what $assert asserts is not so" : message.textValue());
    }
    return MissingNode.getInstance();
  }
}
