package dev.millrace.integrations.http;

import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.connection.HeaderRules;
import dev.millrace.engine.secret.Secret;
import java.io.StringReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/// What the Security Token Service has answered. It answers in XML; that it also writes JSON when
/// asked to is not in its reference.
sealed interface StsAnswer {
  /// Keys of a role.
  record Given(AwsKeys keys, Instant expires) implements StsAnswer {}

  /// An error.
  record Refused(String code, String message) implements StsAnswer {}

  /// Something else.
  record Unreadable() implements StsAnswer {}

  /// Reads an answer.
  static StsAnswer read(String xml) {
    Map<String, String> texts;
    try {
      texts = texts(xml);
    } catch (XMLStreamException _) {
      return new Unreadable(); // whoever asked says so, without showing it
    }
    var code = texts.getOrDefault("Code", "");
    if (!code.isEmpty()) {
      return new Refused(code, texts.getOrDefault("Message", "it gives no reason"));
    }
    return keys(texts).orElseGet(Unreadable::new);
  }

  private static Optional<StsAnswer> keys(Map<String, String> texts) {
    var id = texts.getOrDefault("AccessKeyId", "");
    var key = texts.getOrDefault("SecretAccessKey", "");
    var token = texts.getOrDefault("SessionToken", "");
    if (id.isEmpty() || key.isEmpty() || token.isEmpty() || !HeaderRules.isValue(token)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Given(
              new AwsKeys(id, Secret.of(key), Optional.of(Secret.of(token))),
              Instant.parse(texts.getOrDefault("Expiration", ""))));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /// The text of each element by its name. What would read other places is switched off.
  private static Map<String, String> texts(String xml) throws XMLStreamException {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    var texts = new HashMap<String, String>();
    var reader = factory.createXMLStreamReader(new StringReader(xml));
    try {
      var name = "";
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> name = reader.getLocalName();
          case XMLStreamConstants.END_ELEMENT -> name = "";
          case XMLStreamConstants.CHARACTERS -> {
            if (!name.isEmpty() && !reader.isWhiteSpace()) {
              texts.putIfAbsent(name, reader.getText().strip());
            }
          }
          default -> {
            // comments and the like
          }
        }
      }
    } finally {
      reader.close();
    }
    return texts;
  }
}
