package dev.millrace.aws.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The items that docs/dynamodb.md shows, and how an item of a table looks on that page.
final class ShownItems {
  private static final Pattern JSON = Pattern.compile("(?s)```json\n(.*?)```");

  private ShownItems() {}

  static Stream<JsonNode> on(Path page) throws IOException {
    return JSON.matcher(Files.readString(page)).results().map(json -> JsonText.read(json.group(1)));
  }

  /// The names of the attributes and what kind of JSON each is.
  static Map<String, String> shape(JsonNode item) {
    var shape = new TreeMap<String, String>();
    item.forEachEntry((name, value) -> shape.put(name, value.getNodeType().name()));
    return shape;
  }

  static JsonNode shown(Map<String, AttributeValue> item) {
    return JsonText.read(EnhancedDocument.fromAttributeValueMap(item).toJson());
  }
}
