package dev.millrace.engine.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an address in a connection must be. The message never shows the address: somebody may have
/// written a password into it.
final class PlaceRule {
  private static final int LENGTH_MAX = 2_048;
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:@%]+)(:[0-9]{1,5})?");

  /// Whether a query may stand in it.
  enum Query {
    ALLOWED,
    REFUSED
  }

  private PlaceRule() {}

  /// What a text must be and is not, to follow `must be`; empty when it is all right.
  static Optional<String> wrong(String text, Query query) {
    if (text.length() > LENGTH_MAX) {
      return Optional.of("an address of at most %,d characters".formatted(LENGTH_MAX));
    }
    try {
      return wrong(new URI(text), query);
    } catch (URISyntaxException e) {
      return Optional.of(
          "an address; character %d cannot stand in one".formatted(e.getIndex() + 1));
    }
  }

  private static Optional<String> wrong(URI uri, Query query) {
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return Optional.of("an absolute http or https address");
    }
    var authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (authority.contains("@")) {
      return Optional.of("an address without user and password, which belong to auth");
    }
    if (!AUTHORITY.matcher(authority).matches()) {
      return Optional.of("an address with a host");
    }
    if (uri.getRawFragment() != null || (query == Query.REFUSED && uri.getRawQuery() != null)) {
      return Optional.of("an address without what begins with ? or #");
    }
    if (Arrays.stream(uri.getRawPath().split("/", -1)).anyMatch(PlaceRule::isDotSegment)) {
      return Optional.of("an address without \".\" and \"..\" in its path");
    }
    return Optional.empty();
  }

  private static boolean isDotSegment(String segment) {
    var plain = segment.replace("%2e", ".").replace("%2E", ".");
    return plain.equals(".") || plain.equals("..");
  }
}
