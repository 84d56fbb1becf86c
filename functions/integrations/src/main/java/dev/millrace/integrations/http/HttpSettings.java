package dev.millrace.integrations.http;

/// What a host says of the requests that its tasks may send.
///
/// @param guard which addresses they may reach
public record HttpSettings(AddressGuard guard) {
  /// For hosts in the cloud: public addresses only.
  public static HttpSettings cloud() {
    return new HttpSettings(AddressGuard.publicOnly());
  }

  /// For the embedded host, which must say so: public addresses and loopback.
  public static HttpSettings embedded() {
    return new HttpSettings(AddressGuard.publicAndLoopback());
  }
}
