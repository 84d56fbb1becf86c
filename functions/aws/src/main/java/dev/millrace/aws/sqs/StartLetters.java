package dev.millrace.aws.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.aws.scheduler.TickInput;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// Dead letters of the function `start`. Lambda puts aside the event that the function failed with
/// (developer guide, "Dead-letter queues"). Scheduler, which could not call it, puts aside what it
/// would have sent: whether that is the input or the request around it, its user guide does not say
/// for functions, so both are read. Nor does it say whether the scheduled instant has been put in
/// by then; it stands in an attribute beside.
final class StartLetters {
  /// Of Scheduler's letters: for which instant the schedule fired.
  static final String SCHEDULED_TIME = "SCHEDULED_TIME";

  private StartLetters() {}

  /// @throws StoredTextException when the letter is about something else than a tick
  static TickInput tickIn(Message letter) {
    var input = inputIn(JsonText.read(letter.body()));
    var scheduled =
        Optional.ofNullable(letter.messageAttributes().get(SCHEDULED_TIME))
            .map(MessageAttributeValue::stringValue);
    if (input instanceof ObjectNode object
        && input.path("tick").asText().equals(TickInput.SCHEDULED_TIME)
        && scheduled.isPresent()) {
      return TickInput.read(object.deepCopy().put("tick", scheduled.get()));
    }
    return TickInput.read(input);
  }

  private static JsonNode inputIn(JsonNode body) {
    var payload = body.path("Payload");
    if (payload.isTextual()) {
      return JsonText.read(payload.textValue());
    }
    return payload.isObject() ? payload : body;
  }
}
