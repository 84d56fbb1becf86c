package dev.millrace.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import dev.millrace.definition.document.Place;
import java.io.IOException;

/// Finds where a value stands in a JSON text. Reads the text again, so only for messages.
final class JsonPlaces {
  private JsonPlaces() {}

  /// The place of the value's key, or of the value itself in a list; the beginning of the text when
  /// there is no such value.
  ///
  /// @param text JSON that was read before
  static Place find(JsonFactory factory, String text, String pointer) {
    if (!pointer.isEmpty()) {
      var sought = JsonPointer.compile(pointer);
      try (var json = factory.createParser(text)) {
        while (json.nextToken() != null) {
          if (sought.equals(json.getParsingContext().pathAsPointer())) {
            return at(json.currentTokenLocation(), pointer);
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException("what was read before is no longer JSON", e);
      }
    }
    return new Place(1, 1, pointer);
  }

  /// A place of the parser in words of a document.
  static Place at(JsonLocation location, String pointer) {
    return new Place(
        Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()), pointer);
  }

  /// A name as a part of a JSON pointer.
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
