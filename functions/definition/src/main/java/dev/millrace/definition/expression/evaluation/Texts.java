package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.core.io.CharTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map.Entry;

/// Values as JSONata's `$string` and `&` write them: texts as they are, functions as the empty
/// text, everything else as JSON.
public final class Texts {
  /// JSONata shows no more digits of a fraction than a double surely has.
  private static final MathContext SHOWN = new MathContext(15, RoundingMode.HALF_EVEN);

  /// From here on JSONata writes numbers with an exponent, as JavaScript does.
  private static final int EXPONENT_FROM = 21;

  private static final int EXPONENT_BELOW = -6;

  private Texts() {}

  /// How the result is laid out.
  public enum Layout {
    COMPACT,
    /// One field or element a line, indented by two spaces.
    INDENTED
  }

  /// The text of a value; empty for a missing one.
  public static String of(JsonNode value, Budget budget) {
    return of(value, Layout.COMPACT, budget);
  }

  public static String of(JsonNode value, Layout layout, Budget budget) {
    return switch (Kind.of(value)) {
      case STRING -> value.textValue();
      case MISSING, FUNCTION -> "";
      case NULL, BOOLEAN -> value.toString();
      case NUMBER -> number(value);
      case ARRAY, OBJECT -> {
        var writer = new Writer(layout, budget);
        writer.write(value, 0);
        yield writer.out.toString();
      }
    };
  }

  /// A number as JSONata writes it.
  public static String number(JsonNode number) {
    if (number.isIntegralNumber()) {
      return number.toString();
    }
    var value = number.decimalValue();
    var rounded = (number.isBigDecimal() ? value : value.round(SHOWN)).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : withExponentWhereLong(rounded);
  }

  private static String withExponentWhereLong(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    if (exponent < EXPONENT_FROM && exponent >= EXPONENT_BELOW) {
      return value.toPlainString();
    }
    var digits = value.unscaledValue().abs().toString();
    var fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    var sign = value.signum() < 0 ? "-" : "";
    return sign + digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
  }

  private static final class Writer {
    private final StringBuilder out = new StringBuilder();
    private final Layout layout;
    private final Budget budget;

    Writer(Layout layout, Budget budget) {
      this.layout = layout;
      this.budget = budget;
    }

    void write(JsonNode value, int level) {
      switch (Kind.of(value)) {
        case ARRAY -> writeList((ArrayNode) value, level);
        case OBJECT -> writeObject(List.copyOf(value.properties()), level);
        case STRING -> quote(value.textValue());
        case NUMBER -> append(number(value));
        case NULL, BOOLEAN -> append(value.toString());
        // As JSONata has it: a function within JSON is an empty text.
        case FUNCTION, MISSING -> append("\"\"");
      }
    }

    private void writeList(ArrayNode list, int level) {
      budget.enter();
      append("[");
      for (int i = 0; i < list.size(); i++) {
        separate(i, level + 1);
        write(list.get(i), level + 1);
      }
      close("]", list.size(), level);
    }

    private void writeObject(List<Entry<String, JsonNode>> fields, int level) {
      budget.enter();
      append("{");
      for (int i = 0; i < fields.size(); i++) {
        separate(i, level + 1);
        quote(fields.get(i).getKey());
        append(layout == Layout.INDENTED ? ": " : ":");
        write(fields.get(i).getValue(), level + 1);
      }
      close("}", fields.size(), level);
    }

    private void separate(int place, int level) {
      append(place == 0 ? "" : ",");
      breakLine(level);
    }

    private void close(String bracket, int size, int level) {
      if (size > 0) {
        breakLine(level);
      }
      append(bracket);
      budget.leave();
    }

    private void breakLine(int level) {
      if (layout == Layout.INDENTED) {
        append("\n" + "  ".repeat(level));
      }
    }

    private void quote(String text) {
      // An escape takes up to six characters for one.
      budget.makes(2L + text.length());
      out.append('"');
      int before = out.length();
      CharTypes.appendQuoted(out, text);
      budget.makes(out.length() - before - (long) text.length());
      out.append('"');
    }

    private void append(String text) {
      budget.makes(text.length());
      out.append(text);
    }
  }
}
