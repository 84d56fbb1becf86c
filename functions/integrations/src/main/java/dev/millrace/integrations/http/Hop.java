package dev.millrace.integrations.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One request of an exchange: the first, or one that a redirect asked for.
record Hop(HttpMethod method, Address address, List<Parameter> headers, RequestBody body) {
  private static final int SEE_OTHER = 303;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, SEE_OTHER, 307, 308);

  /// Redirects on which clients have always turned a POST into a GET (RFC 9110, 15.4).
  private static final Set<Integer> LOOSE_REDIRECTS = Set.of(301, 302);

  /// What may also go to a host that the document does not name. Any other header may carry a
  /// credential, whatever its name.
  private static final Set<String> HARMLESS =
      Set.of("accept", "accept-encoding", "accept-language", "content-type", "user-agent");

  /// Copies the list.
  Hop {
    headers = List.copyOf(headers);
  }

  static Hop first(HttpCall call) {
    return new Hop(call.method(), call.address(), call.headers(), call.body());
  }

  /// Whether a status asks for another hop.
  static boolean isRedirect(int status) {
    return REDIRECTS.contains(status);
  }

  /// The hop that an answer asks for.
  Hop redirected(int status, Address to) {
    var followed = leadingTo(to);
    var becomesGet =
        status == SEE_OTHER
            ? method != HttpMethod.HEAD
            : LOOSE_REDIRECTS.contains(status) && method == HttpMethod.POST;
    return becomesGet ? followed.asGet() : followed;
  }

  /// The request to another address, without its body, and without what may be a credential unless
  /// scheme, host and port are the same.
  Hop readingAt(Address to) {
    return leadingTo(to).asGet();
  }

  private Hop leadingTo(Address to) {
    var followed = address.sharesOriginWith(to) ? this : withoutCredentials();
    return new Hop(method, to, followed.headers, body);
  }

  private Hop asGet() {
    return new Hop(HttpMethod.GET, address, withoutContent(), new RequestBody.None());
  }

  private Hop withoutCredentials() {
    return new Hop(
        method,
        address,
        headers.stream().filter(header -> HARMLESS.contains(lower(header))).toList(),
        body);
  }

  private List<Parameter> withoutContent() {
    return headers.stream().filter(header -> !lower(header).startsWith("content-")).toList();
  }

  private static String lower(Parameter header) {
    return header.name().toLowerCase(Locale.ROOT);
  }
}
