package dev.millrace.engine.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The text of a secret. It prints as `***` wherever it gets to by mistake; whoever needs the text
/// itself says [#reveal].
public final class Secret {
  private static final String HIDDEN = "***";

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /// The secret that is this text.
  public static Secret of(String text) {
    return new Secret(text);
  }

  /// The text itself: for what goes out to the place that asks for it, and for nothing else.
  public String reveal() {
    return text;
  }

  /// Compares in a time that does not tell how much is the same.
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
