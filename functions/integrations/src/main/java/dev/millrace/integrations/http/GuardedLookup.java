package dev.millrace.integrations.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/// Gives the client only addresses that the guard lets pass. The client connects to exactly these,
/// so there is no second lookup that could answer otherwise.
///
/// @param proxy may be connected to whatever the guard says: the host's owner chose it
record GuardedLookup(NameLookup lookup, AddressGuard guard, Optional<HttpProxy> proxy)
    implements DnsResolver {
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var exchange = Exchange.CURRENT.get();
    exchange.enter(Phase.LOOKUP);
    var all = exchange.addressesOf(host, lookup);
    var usable = proxy.filter(by -> by.host().equals(host)).isPresent() ? all : allowed(host, all);
    exchange.enter(Phase.CONNECT);
    return usable;
  }

  /// Holds the target of a request against the guard before a proxy is asked for it. Where names of
  /// others cannot be looked up here, the proxy alone knows what they are.
  ///
  /// @throws RefusedHostException when the guard refuses it
  void check(String host) throws RefusedHostException {
    var exchange = Exchange.CURRENT.get();
    exchange.enter(Phase.LOOKUP);
    InetAddress[] all;
    try {
      all = exchange.addressesOf(host, lookup);
    } catch (UnknownHostException _) {
      return;
    }
    var _ = allowed(host, all);
  }

  private InetAddress[] allowed(String host, InetAddress[] all) throws RefusedHostException {
    var allowed =
        Arrays.stream(all).filter(address -> isOpen(host, address)).toArray(InetAddress[]::new);
    if (allowed.length == 0) {
      throw new RefusedHostException(
          Arrays.stream(all)
              .map(address -> guard.refusal(host, address))
              .flatMap(Optional::stream)
              .findFirst()
              .orElse(host + " has no address"));
    }
    return allowed;
  }

  private boolean isOpen(String host, InetAddress address) {
    return guard.refusal(host, address).isEmpty()
        || Exchange.CURRENT.get().call().access().opens(host, address);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
