package dev.millrace.local.http;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.api.HttpProblem;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Refuses requests that a web page made the user's browser send: pages of other sites by their
/// `Origin`, and pages whose name was pointed at this address afterwards (DNS rebinding) by their
/// `Host`.
final class Guard {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?");
  private static final Pattern ORIGIN = Pattern.compile("https?://(.+)");

  /// What other people's servers send, by whatever name they reach this host (a tunnel's, say): it
  /// proves itself by a secret that no web page knows.
  private static final String PROVED = "/hooks/";

  /// Whose token is in the address. A page that is told to send no referrer sends `Origin: null`
  /// with its form, and whoever knows the token could answer without any browser.
  private static final String BY_TOKEN = "/approvals/";

  private final String ownName;

  /// @param ownName the host name or address that the user told this host to listen at
  Guard(String ownName) {
    this.ownName = ownName.toLowerCase(Locale.ROOT);
  }

  /// Why the request must not be served; empty when it may.
  Optional<HttpProblem> refusal(HttpExchange exchange) {
    var hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    if (hosts.size() != 1) {
      return Optional.of(
          new HttpProblem(
              HttpProblem.Kind.MALFORMED,
              "the request has %d Host headers; send one".formatted(hosts.size())));
    }
    if (exchange.getRequestURI().getRawPath().startsWith(PROVED)) {
      return Optional.empty();
    }
    var authority = hosts.getFirst().strip().toLowerCase(Locale.ROOT);
    var local = exchange.getLocalAddress().getAddress();
    var target = exchange.getRequestURI().getRawAuthority();
    if (!isOwn(authority, local) || (target != null && !isOwn(target, local))) {
      return Optional.of(
          new HttpProblem(
              HttpProblem.Kind.FOREIGN,
              "the Host header names none of this host's own names; ask for it as localhost, by"
                  + " its address, or start it with --host and the name that you use"));
    }
    if (exchange.getRequestURI().toString().startsWith(BY_TOKEN)) {
      return Optional.empty();
    }
    for (var origin : exchange.getRequestHeaders().getOrDefault("Origin", List.of())) {
      var own = ORIGIN.matcher(origin.strip().toLowerCase(Locale.ROOT));
      if (!own.matches() || !own.group(1).equals(authority)) {
        return Optional.of(
            new HttpProblem(
                HttpProblem.Kind.FOREIGN,
                "the Origin header says that a web page of another site sent this; only this"
                    + " host's own pages may"));
      }
    }
    return Optional.empty();
  }

  private boolean isOwn(String authority, InetAddress local) {
    var matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches()) {
      return false;
    }
    var name = matcher.group(1).toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals(ownName)
        || name.equals("[" + ownName + "]")
        || isOwnAddress(name, local);
  }

  private static boolean isOwnAddress(String name, InetAddress local) {
    var literal = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    try {
      var address = InetAddress.ofLiteral(literal);
      return address.isLoopbackAddress() || address.equals(local);
    } catch (IllegalArgumentException e) {
      return false; // a name, not an address
    }
  }
}
