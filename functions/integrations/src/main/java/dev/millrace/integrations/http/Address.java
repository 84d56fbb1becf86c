package dev.millrace.integrations.http;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The address of a request, proven: http or https, a host, no user and password, no dot segments.
///
/// @param host in ASCII; an IPv6 address without its brackets
/// @param port never the -1 of an address without port
/// @param target path and query as they go out, beginning with `/`
record Address(String scheme, String host, int port, String target) {
  /// Longest address, in characters; servers refuse longer ones.
  static final int LENGTH_MAX = 16_384;

  /// Characters of an address that a message shows.
  private static final int SHOWN_MAX = 500;

  private static final String MEND = "Write it as in https://shop.example/orders.";
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:@%]+)(?::([0-9]{0,5}))?");

  /// A host whose last label is a number is an IP address to some and a name to others (WHATWG URL,
  /// "ends in a number"), and numbers can be written in so many ways that guards have been passed
  /// by them. Only the one that everybody understands is taken.
  private static final Pattern NUMBER_LAST = Pattern.compile("(^|\\.)([0-9]+|0x[0-9a-f]*)\\.?$");

  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(?!$)|$)){4}");

  /// What became of a text.
  sealed interface Read permits Usable, Wrong {}

  /// A usable address.
  record Usable(Address address) implements Read {}

  /// Not an address that can be used.
  ///
  /// @param rule what it should be, to follow `must be`
  record Wrong(String rule, String mend) implements Read {}

  /// Reads an absolute address. A fragment is dropped: it never goes to a server.
  static Read read(String text) {
    if (text.length() > LENGTH_MAX) {
      return new Wrong("an address of at most %,d characters".formatted(LENGTH_MAX), MEND);
    }
    try {
      return read(new URI(text));
    } catch (URISyntaxException e) {
      return new Wrong(
          "an address (%s at character %d)"
              .formatted(e.getReason().toLowerCase(Locale.ROOT), e.getIndex() + 1),
          "Percent-encode what does not belong into an address;"
              + " values of expressions in path and query are encoded already.");
    }
  }

  private static Read read(URI uri) {
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return new Wrong("an absolute http or https address", MEND);
    }
    var authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (authority.contains("@")) {
      return new Wrong(
          "an address without user and password", "Send them in an authorization header.");
    }
    var parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      return new Wrong("an address with a host", MEND);
    }
    var port = port(scheme, parts.group(2));
    if (port < 1 || port > 65_535) {
      return new Wrong("an address with a port from 1 to 65535", MEND);
    }
    if (Arrays.stream(uri.getRawPath().split("/", -1)).anyMatch(Address::isDotSegment)) {
      return new Wrong(
          "an address without \".\" and \"..\" in its path",
          "Write the path that is meant; a value there must not lead out of its place.");
    }
    return withHost(scheme, parts.group(1), port, target(uri));
  }

  private static Read withHost(String scheme, String host, int port, String target) {
    try {
      if (host.startsWith("[")) {
        var literal = host.substring(1, host.length() - 1);
        return new Usable(new Address(scheme, literal.toLowerCase(Locale.ROOT), port, target));
      }
      var name = IDN.toASCII(host).toLowerCase(Locale.ROOT);
      if (NUMBER_LAST.matcher(name).find() && !IPV4.matcher(name).matches()) {
        return new Wrong(
            "an address with a host name, or with an IP address of four numbers from 0 to 255",
            "Write it as in 203.0.113.7, without leading zeros, hexadecimal or octal numbers.");
      }
      return new Usable(new Address(scheme, name, port, target));
    } catch (IllegalArgumentException e) {
      return new Wrong("an address with a host name of at most 63 characters a label", MEND);
    }
  }

  private static int port(String scheme, String written) {
    if (written == null || written.isEmpty()) {
      return defaultPort(scheme);
    }
    return Integer.parseInt(written);
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static boolean isDotSegment(String segment) {
    var plain = segment.replace("%2e", ".").replace("%2E", ".");
    return plain.equals(".") || plain.equals("..");
  }

  private static String target(URI uri) {
    var ascii = URI.create(uri.toASCIIString());
    var path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
  }

  /// This address with parameters added to its query.
  Address with(List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      return this;
    }
    var joint =
        target.indexOf('?') < 0 ? "?" : target.endsWith("?") || target.endsWith("&") ? "" : "&";
    var added = parameters.stream().map(Parameter::encoded).collect(Collectors.joining("&"));
    return new Address(scheme, host, port, target + joint + added);
  }

  /// This address without the parameters of that name.
  Address without(String name) {
    var mark = target.indexOf('?');
    if (mark < 0) {
      return this;
    }
    var encoded = Parameter.encoded(name);
    var kept =
        Arrays.stream(target.substring(mark + 1).split("&", -1))
            .filter(pair -> !pair.equals(encoded) && !pair.startsWith(encoded + "="))
            .collect(Collectors.joining("&"));
    var path = target.substring(0, mark);
    return new Address(scheme, host, port, kept.isEmpty() ? path : path + "?" + kept);
  }

  /// Where a redirect leads.
  ///
  /// @param location an address or a reference that is relative to this one
  Read resolve(String location) {
    try {
      // Servers send spaces and other letters that must be encoded; browsers take them too.
      var cleaned = location.strip().replace(" ", "%20");
      // java.net.URI resolves by an older rule, by which a query alone takes the last segment of
      // the path away (RFC 2396 instead of RFC 3986, 5.2.2).
      var whole = cleaned.startsWith("?") ? path() + cleaned : cleaned;
      return read(URI.create(text()).resolve(new URI(whole)).normalize());
    } catch (URISyntaxException e) {
      return new Wrong("an address", MEND);
    }
  }

  /// Whether another address is of the same scheme, host and port, so that what is meant for one
  /// may go to the other.
  boolean sharesOriginWith(Address other) {
    return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
  }

  /// The address as text.
  String text() {
    return origin() + target;
  }

  /// The address for messages: the values in its query are hidden, because they may be secret.
  String shown() {
    var mark = target.indexOf('?');
    if (mark < 0) {
      return shortened(text());
    }
    var query =
        Arrays.stream(target.substring(mark + 1).split("&"))
            .map(
                pair ->
                    pair.indexOf('=') < 0 ? "***" : pair.substring(0, pair.indexOf('=')) + "=***")
            .collect(Collectors.joining("&"));
    return shortened(origin() + target.substring(0, mark) + "?" + query);
  }

  @Override
  public String toString() {
    return shown();
  }

  private String path() {
    var mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /// Host and port as the header `Host` says them.
  String authority() {
    var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return name + (port == defaultPort(scheme) ? "" : ":" + port);
  }

  private String origin() {
    return scheme + "://" + authority();
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }
}
