package dev.millrace.integrations.http;

import java.net.UnknownHostException;

/// All addresses of a host are refused. A kind of unknown host, because that is what the HTTP
/// client lets a lookup throw.
final class RefusedHostException extends UnknownHostException {
  /// @param reason what the guard says
  RefusedHostException(String reason) {
    super(reason);
  }
}
