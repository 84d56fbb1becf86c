package dev.millrace.cli.api;

import java.net.URI;
import java.util.Map;

/// Signs calls, for hosts that ask who calls.
public interface Signing extends AutoCloseable {
  /// What became of signing.
  sealed interface Signed {
    /// The call is signed.
    ///
    /// @param headers all that are to be sent, those of the call among them
    record Headers(Map<String, String> headers) implements Signed {
      /// Copies the map.
      public Headers {
        headers = Map.copyOf(headers);
      }
    }

    /// It cannot be.
    ///
    /// @param cause why not, in a line
    record Impossible(String cause) implements Signed {}
  }

  /// Signs one call, as it will be sent.
  Signed sign(String method, URI uri, Map<String, String> headers, byte[] body);

  @Override
  void close();
}
