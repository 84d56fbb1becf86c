package dev.millrace.testkit.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/// What Lambda makes of a function's answer to a batch: `{"batchItemFailures":
/// [{"itemIdentifier": "message id"}]}`. No answer, none of that name and an empty list all mean
/// that everything was handled; one that cannot be read, or names what was not in the batch, means
/// that nothing was.
final class BatchAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BatchAnswer() {}

  /// The ids of the messages that failed.
  ///
  /// @param mistake is told when the answer cannot be read
  static List<String> failedIds(List<JsonNode> batch, String answer, Consumer<String> mistake) {
    var all = batch.stream().map(message -> message.path("MessageId").asText()).toList();
    if (answer.isBlank()) {
      return List.of();
    }
    JsonNode failures;
    try {
      failures = JSON.readTree(answer).path("batchItemFailures");
    } catch (JsonProcessingException e) {
      mistake.accept("an answer that is no JSON: " + answer);
      return all;
    }
    var failed = new ArrayList<String>();
    for (var failure : failures) {
      var id = failure.path("itemIdentifier").asText("");
      if (!all.contains(id)) {
        mistake.accept("an answer that names what was not in the batch: " + answer);
        return all;
      }
      failed.add(id);
    }
    return failed;
  }

  /// Messages that count as handled although an earlier one of their FIFO group failed.
  static List<String> outOfOrder(List<JsonNode> batch, List<String> failed) {
    var firstFailed = new HashMap<String, String>();
    var mistakes = new ArrayList<String>();
    for (var message : batch) {
      var id = message.path("MessageId").asText();
      if (!message.path("Attributes").has("SequenceNumber")) {
        continue; // a standard queue promises no order
      }
      var group = message.path("Attributes").path("MessageGroupId").asText();
      if (failed.contains(id)) {
        firstFailed.putIfAbsent(group, id);
      } else if (firstFailed.containsKey(group)) {
        mistakes.add(
            "group %s: %s is not reported, but %s before it failed"
                .formatted(group, id, firstFailed.get(group)));
      }
    }
    return mistakes;
  }
}
