package dev.millrace.engine.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.engine.secret.Secrets.Reading;

/// What a reference means in the text that its store keeps. The messages hold nothing of the text.
public final class SecretText {
  private static final ObjectReader JSON =
      new ObjectMapper().reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private SecretText() {}

  /// The whole text, or one key of the JSON object that it is. A value of a key that is no text is
  /// given as JSON.
  public static Reading of(SecretReference reference, String text) {
    if (reference.key().isEmpty()) {
      return found(reference, text);
    }
    var key = reference.key().get();
    var value = object(text).path(key);
    if (value.isMissingNode() || value.isNull()) {
      return new Reading.Failed(
          Secrets.NOT_FOUND,
          "%s: the secret is no JSON object with the key %s. Write the key as it is kept, or leave #%s out to have the whole secret."
              .formatted(reference, key, key));
    }
    return found(reference, value.isTextual() ? value.textValue() : value.toString());
  }

  private static Reading found(SecretReference reference, String text) {
    return text.isEmpty()
        ? new Reading.Failed(
            Secrets.NOT_FOUND, "%s: the secret is empty. Give it a value.".formatted(reference))
        : new Reading.Found(Secret.of(text));
  }

  private static JsonNode object(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // Its message quotes the text, which is the secret.
      return JsonNodeFactory.instance.missingNode();
    }
  }
}
