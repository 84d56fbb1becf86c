package dev.millrace.integrations.http;

import java.util.Optional;

/// What a host says of the requests that its tasks may send.
///
/// @param guard which addresses they may reach
/// @param proxy takes all of them but those to the machine itself
public record HttpSettings(AddressGuard guard, Optional<HttpProxy> proxy) {
  /// Without a proxy.
  public HttpSettings(AddressGuard guard) {
    this(guard, Optional.empty());
  }

  /// For hosts in the cloud: public addresses only.
  public static HttpSettings cloud() {
    return new HttpSettings(AddressGuard.publicOnly());
  }

  /// For the embedded host, which must say so: public addresses and loopback.
  public static HttpSettings embedded() {
    return new HttpSettings(AddressGuard.publicAndLoopback());
  }

  /// The same through a proxy. The guard still looks at each name as it resolves here, but it is
  /// the proxy that connects: its own rules have the last word.
  public HttpSettings through(HttpProxy by) {
    return new HttpSettings(guard, Optional.of(by));
  }

  /// The same for addresses that the host itself has chosen, and no document.
  HttpSettings unguarded() {
    return new HttpSettings((_, _) -> Optional.empty(), proxy);
  }
}
