package dev.millrace.engine.connection;

import dev.millrace.engine.secret.SecretReference;

/// A value of a connection: written into its document, or kept as a secret that it names.
public sealed interface Given {
  /// As it stands in the document, for all to see.
  record Written(String text) implements Given {}

  /// Known to whoever resolves the reference.
  record Kept(SecretReference reference) implements Given {}
}
