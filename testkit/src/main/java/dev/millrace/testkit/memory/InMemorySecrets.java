package dev.millrace.testkit.memory;

import dev.millrace.core.ErrorName;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.SecretText;
import dev.millrace.engine.secret.Secrets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Secrets that a test keeps in memory. Safe for any number of threads.
public final class InMemorySecrets implements Secrets {
  private final Map<SecretReference, String> kept = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<ErrorName>> next = new AtomicReference<>(Optional.empty());

  /// Keeps a secret, as text or as a JSON object with keys.
  ///
  /// @param reference without a key, such as `secret://shop`
  /// @throws IllegalArgumentException when it is no reference, or has a key
  public InMemorySecrets keep(String reference, String text) {
    switch (SecretReference.parse(reference)) {
      case SecretReference.Parsing.Parsed(var parsed) -> keep(parsed, text);
      case SecretReference.Parsing.Wrong(var what, var mend) ->
          throw new IllegalArgumentException(what + " " + mend);
    }
    return this;
  }

  private void keep(SecretReference reference, String text) {
    if (reference.key().isPresent()) {
      throw new IllegalArgumentException(
          "keep %s as a JSON object, without a key in its name".formatted(reference));
    }
    kept.put(reference, text);
  }

  /// Lets the next reading fail.
  public void failNext(ErrorName error) {
    next.set(Optional.of(error));
  }

  @Override
  public Reading read(SecretReference reference) {
    var fault = next.getAndSet(Optional.empty());
    if (fault.isPresent()) {
      return new Reading.Failed(fault.get(), reference + ": a fault that the test asked for.");
    }
    var text =
        kept.get(new SecretReference(reference.source(), reference.name(), Optional.empty()));
    return text == null
        ? new Reading.Failed(NOT_FOUND, reference + ": the test keeps no such secret.")
        : SecretText.of(reference, text);
  }
}
