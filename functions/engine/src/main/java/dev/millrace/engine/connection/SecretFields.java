package dev.millrace.engine.connection;

import dev.millrace.definition.Section;
import dev.millrace.definition.document.Node;
import dev.millrace.engine.secret.SecretReference;
import java.util.Optional;

/// Reads values that are secret, or may be. What stands in their place is never shown: it may well
/// be the secret itself.
record SecretFields(Section section) {
  private static final String MEND =
      "Keep the value as a secret and name it here: secret://NAME, secret://NAME#KEY, ssm://NAME"
          + " or env://MILLRACE_SECRET_NAME.";

  /// A reference; its absence is noted too.
  Optional<SecretReference> needed(String key) {
    if (section.value(key).isEmpty()) {
      section.findings().at(section.mapping(), section.called(key) + " is missing.", MEND);
      return Optional.empty();
    }
    return reference(key);
  }

  /// A reference, if there is anything.
  Optional<SecretReference> reference(String key) {
    return section.value(key).flatMap(node -> reference(key, node));
  }

  private Optional<SecretReference> reference(String key, Node node) {
    var text = node instanceof Node.Scalar scalar ? scalar.text() : Optional.<String>empty();
    if (text.filter(SecretReference::isMeantBy).isEmpty()) {
      section
          .findings()
          .at(
              node,
              section.called(key) + " must name a secret, and must not be the secret itself.",
              MEND);
      return Optional.empty();
    }
    return parsed(text.get(), node);
  }

  /// A text or a reference.
  Optional<Given> given(String key) {
    return section.text(key).flatMap(text -> given(text, section.value(key).orElseThrow()));
  }

  /// The same; its absence is noted too.
  Optional<Given> neededGiven(String key, String mend) {
    if (section.value(key).isEmpty()) {
      section.findings().at(section.mapping(), section.called(key) + " is missing.", mend);
      return Optional.empty();
    }
    return given(key);
  }

  private Optional<Given> given(String text, Node node) {
    return SecretReference.isMeantBy(text)
        ? parsed(text, node).map(Given.Kept::new)
        : Optional.of(new Given.Written(text));
  }

  private Optional<SecretReference> parsed(String text, Node node) {
    return switch (SecretReference.parse(text)) {
      case SecretReference.Parsing.Parsed(var reference) -> Optional.of(reference);
      case SecretReference.Parsing.Wrong(var what, var mend) -> {
        section.findings().at(node, what, mend);
        yield Optional.empty();
      }
    };
  }
}
