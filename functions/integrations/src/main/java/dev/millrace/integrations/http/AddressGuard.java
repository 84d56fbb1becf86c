package dev.millrace.integrations.http;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides which addresses requests may reach, so that no document makes the engine talk to
/// machines that only the engine can see (server-side request forgery). It is asked about the very
/// address that is then connected to, for every connection, after redirects too. Implementations
/// are safe for any number of threads.
public interface AddressGuard {
  /// Why a connection must not be made; empty when it may.
  ///
  /// @param host as the address of the request names it, in ASCII and small letters
  /// @param address what the name resolved to
  Optional<String> refusal(String host, InetAddress address);

  /// Public addresses only: for hosts in the cloud.
  static AddressGuard publicOnly() {
    return over(EnumSet.of(Network.PUBLIC));
  }

  /// Public addresses and the machine itself: for the embedded host on somebody's desk.
  static AddressGuard publicAndLoopback() {
    return over(EnumSet.of(Network.PUBLIC, Network.LOOPBACK));
  }

  /// This guard with chosen hosts opened, wherever their names lead.
  ///
  /// @param hosts names or IP addresses as they stand in addresses of requests
  default AddressGuard allowing(Set<String> hosts) {
    var opened =
        hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return (host, address) -> opened.contains(host) ? Optional.empty() : refusal(host, address);
  }

  private static AddressGuard over(Set<Network> allowed) {
    return (_, address) -> {
      var network = Network.of(address);
      return allowed.contains(network)
          ? Optional.empty()
          : Optional.of(address.getHostAddress() + " is " + network.inWords());
    };
  }
}
