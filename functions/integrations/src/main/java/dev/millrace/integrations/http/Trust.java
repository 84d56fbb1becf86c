package dev.millrace.integrations.http;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// Whom secure connections trust. Implementations are safe for any number of threads.
interface Trust {
  /// What connections are made with.
  ///
  /// @param keys what the client shows; none for a client without certificate
  SSLContext with(KeyManager... keys);

  /// Whom the JVM trusts.
  static Trust ofJvm() {
    return keys -> {
      try {
        var context = SSLContext.getInstance("TLS");
        context.init(keys.length == 0 ? null : keys, null, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has TLS", e);
      }
    };
  }
}
