package dev.millrace.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// JSON as people and programs both can read it.
public final class JsonText {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

  private JsonText() {}

  /// Over several lines, indented by two blanks.
  public static String pretty(JsonNode value) {
    var separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    var printer = new DefaultPrettyPrinter(separators);
    printer.indentArraysWith(TWO_SPACES);
    printer.indentObjectsWith(TWO_SPACES);
    try {
      return MAPPER.writer(printer).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
