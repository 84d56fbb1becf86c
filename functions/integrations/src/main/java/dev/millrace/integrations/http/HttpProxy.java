package dev.millrace.integrations.http;

import java.util.Optional;

/// An HTTP proxy that takes the requests of a host to others.
///
/// @param host its name or IP address, in ASCII and small letters
public record HttpProxy(String host, int port) {
  /// The proxy at an address such as `http://proxy.example:3128`; nothing when it is none. A user
  /// and password are not supported.
  public static Optional<HttpProxy> at(String address) {
    return switch (Address.read(address)) {
      case Address.Usable(var at) when at.scheme().equals("http") && at.target().equals("/") ->
          Optional.of(new HttpProxy(at.host(), at.port()));
      case Address.Usable _, Address.Wrong _ -> Optional.empty();
    };
  }
}
