package dev.millrace.definition.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.regex.Pattern;

/// What a text without quotes means: the core schema of YAML 1.2, chapter 10.3. `yes`, `no`, `on`
/// and `off` are texts there, and so are dates.
final class YamlScalars {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");

  private YamlScalars() {}

  /// Reads the value; a number that JSON cannot hold is a flaw of the tree.
  static JsonNode read(TreeBuilder tree, int offset, String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> NullNode.instance;
      case "true", "True", "TRUE" -> BooleanNode.TRUE;
      case "false", "False", "FALSE" -> BooleanNode.FALSE;
      default -> mayBeNumber(text.charAt(0)) ? number(tree, offset, text) : TextNode.valueOf(text);
    };
  }

  private static boolean mayBeNumber(char first) {
    return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
  }

  private static JsonNode number(TreeBuilder tree, int offset, String text) {
    if (LEADING_ZERO.matcher(text).matches()) {
      // YAML 1.1 reads 0123 as octal, 1.2 drops the zero: neither is what an identifier means.
      tree.flaw(
          offset,
          "the number " + text + " begins with a zero that would be lost.",
          "Put it in quotes if it is an identifier, or take the zero out.");
      return TextNode.valueOf(text);
    }
    if (DECIMAL.matcher(text).matches()) {
      return decimal(tree, offset, text);
    }
    var prefixed = OCTAL.matcher(text).matches() || HEXADECIMAL.matcher(text).matches();
    if (prefixed && text.length() <= DocumentReader.NUMBER_MAX) {
      return Numbers.integer(new BigInteger(text.substring(2), text.charAt(1) == 'o' ? 8 : 16));
    }
    if (NO_NUMBER.matcher(text).matches()) {
      tree.flaw(
          offset,
          text + " is no number that JSON knows.",
          "Write a finite number, or put it in quotes to hand it on as text.");
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode decimal(TreeBuilder tree, int offset, String text) {
    var number = Numbers.read(text);
    if (number instanceof Numbers.Refused refused) {
      tree.flaw(offset, refused.message(), refused.mend());
    }
    return number.value();
  }
}
