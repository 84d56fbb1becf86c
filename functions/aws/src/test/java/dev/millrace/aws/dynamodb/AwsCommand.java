package dev.millrace.aws.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.text.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// A command `aws dynamodb get-item` or `query` of a page, and the same request through the SDK.
/// An option that this does not know is refused: then nothing would prove it.
///
/// @param options by name; flags have an empty value
record AwsCommand(String text, String operation, Map<String, String> options) {
  private static final String BEGINNING = "aws dynamodb ";

  static boolean isOne(String line) {
    return line.startsWith(BEGINNING);
  }

  /// Reads a command line.
  ///
  /// @param variables what `"$NAME"` stands for
  static AwsCommand read(String line, Map<String, String> variables) {
    var words = words(line.substring(BEGINNING.length()), variables);
    var options = new HashMap<String, String>();
    for (var at = 1; at < words.size(); at++) {
      var isFlag = at + 1 == words.size() || words.get(at + 1).startsWith("--");
      options.put(words.get(at), isFlag ? "" : words.get(++at));
    }
    return new AwsCommand(line, words.getFirst(), options);
  }

  /// The items that it finds.
  List<Map<String, AttributeValue>> run(DynamoDbClient client) {
    return switch (operation) {
      case "get-item" -> {
        var answer = client.getItem(getItem());
        yield answer.hasItem() ? List.of(answer.item()) : List.of();
      }
      case "query" -> client.query(query()).items();
      default -> throw new IllegalArgumentException("not a command for reading: " + text);
    };
  }

  private GetItemRequest getItem() {
    var request = GetItemRequest.builder();
    options.forEach(
        (name, value) -> {
          switch (name) {
            case "--table-name" -> request.tableName(value);
            case "--key" -> request.key(values(value));
            case "--consistent-read" -> request.consistentRead(true);
            default -> throw new IllegalArgumentException("unknown option " + name);
          }
        });
    return request.build();
  }

  private QueryRequest query() {
    var request = QueryRequest.builder();
    options.forEach(
        (name, value) -> {
          switch (name) {
            case "--table-name" -> request.tableName(value);
            case "--index-name" -> request.indexName(value);
            case "--key-condition-expression" -> request.keyConditionExpression(value);
            case "--filter-expression" -> request.filterExpression(value);
            case "--projection-expression" -> request.projectionExpression(value);
            case "--expression-attribute-names" -> request.expressionAttributeNames(names(value));
            case "--expression-attribute-values" ->
                request.expressionAttributeValues(values(value));
            case "--no-scan-index-forward" -> request.scanIndexForward(false);
            case "--max-items" -> request.limit(Integer.valueOf(value));
            default -> throw new IllegalArgumentException("unknown option " + name);
          }
        });
    return request.build();
  }

  private static Map<String, String> names(String json) {
    var names = new HashMap<String, String>();
    JsonText.read(json).forEachEntry((name, value) -> names.put(name, value.asText()));
    return names;
  }

  private static Map<String, AttributeValue> values(String json) {
    var values = new HashMap<String, AttributeValue>();
    JsonText.read(json)
        .forEachEntry(
            (name, value) ->
                values.put(
                    name,
                    Optional.ofNullable(value.get("S"))
                        .map(JsonNode::asText)
                        .map(AttributeValue::fromS)
                        .orElseThrow(() -> new IllegalArgumentException("no text: " + value))));
    return values;
  }

  /// As a shell splits them: blanks, quotes, and variables within double quotes.
  private static List<String> words(String line, Map<String, String> variables) {
    var words = new ArrayList<String>();
    var rest = line.strip();
    while (!rest.isEmpty()) {
      var quote = rest.charAt(0);
      if (quote == '\'' || quote == '"') {
        var end = rest.indexOf(quote, 1);
        var word = rest.substring(1, end);
        words.add(quote == '"' ? replaced(word, variables) : word);
        rest = rest.substring(end + 1).strip();
      } else {
        var parts = rest.split("\\s+", 2);
        words.add(parts[0]);
        rest = parts.length > 1 ? parts[1] : "";
      }
    }
    return words;
  }

  private static String replaced(String word, Map<String, String> variables) {
    return word.startsWith("$")
        ? Optional.ofNullable(variables.get(word.substring(1)))
            .orElseThrow(() -> new IllegalArgumentException("unknown variable " + word))
        : word;
  }

  @Override
  public String toString() {
    return text;
  }
}
