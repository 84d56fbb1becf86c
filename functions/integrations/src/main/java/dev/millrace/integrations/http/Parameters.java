package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.integrations.arguments.Fields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Reads names and values of a query or a form.
record Parameters(Fields fields) {
  /// Most of them below one key.
  static final int COUNT_MAX = 1_000;

  /// Exponents up to which a number is written without one.
  private static final int PLAIN_EXPONENT_MAX = 21;

  /// The parameters below a key in the order of the document. A list repeats its name; null leaves
  /// it out.
  List<Parameter> list(String key) {
    var below = fields.fields(key, "Write " + key + ": {name: value}.");
    if (below.isEmpty()) {
      return List.of();
    }
    var parameters = new ArrayList<Parameter>();
    for (var name : below.get().keys()) {
      var items =
          below.get().raw(name).isNull() ? List.<JsonNode>of() : below.get().items(name).toList();
      if (!items.stream().allMatch(item -> isScalar(item) || !below.get().isKnown(item))) {
        below
            .get()
            .wrong(
                name, "a text, a number, true, false or a list of such", "Take one value of it.");
        continue;
      }
      items.forEach(item -> parameters.add(new Parameter(name, text(item))));
    }
    if (parameters.size() > COUNT_MAX) {
      fields.at(
          key,
          "\"%s\" has %,d values; at most %,d are sent."
              .formatted(key, parameters.size(), COUNT_MAX),
          "Send them in a body.");
    }
    return parameters;
  }

  static boolean isScalar(JsonNode value) {
    return value.isTextual() || value.isNumber() || value.isBoolean();
  }

  /// A scalar as expressions put it into text: 5.0 is 5.
  static String text(JsonNode scalar) {
    if (!scalar.isNumber() || scalar.isIntegralNumber()) {
      return scalar.asText();
    }
    BigDecimal number = scalar.decimalValue().stripTrailingZeros();
    var exponent = number.precision() - number.scale();
    return Math.abs(exponent) <= PLAIN_EXPONENT_MAX ? number.toPlainString() : number.toString();
  }
}
