package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;

/// Writes a document whole: with the actions that it uses and does not declare. What people wrote
/// stays as it is where it can.
final class Completed {
  private static final String REMARK =
      "\n# Added when the DAG was stored: the actions that it uses.\n";

  private Completed() {}

  /// @param text as it was written
  /// @param document what it has to say
  static String text(String text, JsonNode document) {
    if (says(text, document)) {
      return text;
    }
    var longer =
        text + REMARK + ActionsSection.KEY + ": " + document.path(ActionsSection.KEY) + "\n";
    return says(longer, document) ? longer : document.toString();
  }

  /// Compared as text, because the order of keys is a part of what a document says.
  private static boolean says(String text, JsonNode document) {
    return DocumentReader.read(text) instanceof Document.Read(var root, var flaws)
        && flaws.isEmpty()
        && root.toJson().toString().equals(document.toString());
  }
}
