package dev.millrace.integrations.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/// Gives the client only addresses that the guard lets pass. The client connects to exactly these,
/// so there is no second lookup that could answer otherwise.
record GuardedLookup(NameLookup lookup, AddressGuard guard) implements DnsResolver {
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var exchange = Exchange.CURRENT.get();
    exchange.enter(Phase.LOOKUP);
    var all = exchange.addressesOf(host, lookup);
    var allowed =
        Arrays.stream(all)
            .filter(address -> guard.refusal(host, address).isEmpty())
            .toArray(InetAddress[]::new);
    if (allowed.length == 0) {
      throw new RefusedHostException(
          Arrays.stream(all)
              .map(address -> guard.refusal(host, address))
              .flatMap(Optional::stream)
              .findFirst()
              .orElse(host + " has no address"));
    }
    exchange.enter(Phase.CONNECT);
    return allowed;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
