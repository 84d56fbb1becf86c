package dev.millrace.aws.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Dead letters of EventBridge Scheduler. It does not put aside the message that it could not send
/// but the request that it would have made: `{"MessageBody": "...", "QueueUrl": "..."}` (user
/// guide, "Configuring a schedule's dead-letter queue").
final class SchedulerLetters {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchedulerLetters() {}

  /// The message that a dead letter is about: itself, unless it comes from Scheduler.
  static String messageIn(String text) {
    try {
      var body = JSON.readTree(text).path("MessageBody");
      return body.isTextual() ? body.textValue() : text;
    } catch (JsonProcessingException e) {
      return text; // whoever reads the message says what is wrong with it
    }
  }
}
