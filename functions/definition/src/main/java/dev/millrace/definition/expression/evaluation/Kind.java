package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/// The types that values have in JSONata.
public enum Kind {
  MISSING('m', "nothing"),
  NULL('l', "null"),
  BOOLEAN('b', "a boolean"),
  NUMBER('n', "a number"),
  STRING('s', "a text"),
  ARRAY('a', "a list"),
  OBJECT('o', "an object"),
  FUNCTION('f', "a function");

  private static final int SHOWN_CHARACTERS = 60;

  private final char letter;
  private final String phrase;

  Kind(char letter, String phrase) {
    this.letter = letter;
    this.phrase = phrase;
  }

  /// Its letter in signatures; `m` for a missing value.
  public char letter() {
    return letter;
  }

  /// Its name within a sentence.
  public String phrase() {
    return phrase;
  }

  public static Kind of(JsonNode value) {
    return switch (value.getNodeType()) {
      case MISSING -> MISSING;
      case NULL -> NULL;
      case BOOLEAN -> BOOLEAN;
      case NUMBER -> NUMBER;
      case STRING, BINARY -> STRING;
      case ARRAY -> ARRAY;
      case OBJECT -> OBJECT;
      case POJO -> FUNCTION;
    };
  }

  /// What a value is, for messages: its type and, of simple values, the beginning.
  public static String describe(JsonNode value) {
    var kind = of(value);
    return switch (kind) {
      case MISSING, NULL, FUNCTION -> kind.phrase;
      case BOOLEAN -> value.toString();
      case NUMBER -> "the number " + value;
      case STRING -> "the text " + quoted(value.textValue());
      case ARRAY -> "a list of " + ((ArrayNode) value).size();
      case OBJECT -> "an object";
    };
  }

  /// The beginning of a text in quotes, for messages.
  public static String quoted(String text) {
    var beginning =
        text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    return "\"" + beginning + "\"";
  }
}
