package dev.millrace.engine.connection;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which headers documents may give to requests.
public final class HeaderRules {
  /// Longest value of a header; servers refuse longer ones.
  public static final int VALUE_MAX = 8_192;

  /// What the client itself must say, or the connection would be misread (RFC 9110, 7.6.1).
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /// Visible ASCII, blanks and tabs: a line break would begin another header.
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private HeaderRules() {}

  /// Whether a text can be the name of a header.
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /// Whether Millrace itself sets the header of that name.
  public static boolean isReserved(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return RESERVED.contains(lower) || lower.startsWith("millrace-");
  }

  /// Whether a text can be the value of a header.
  public static boolean isValue(String text) {
    return text.length() <= VALUE_MAX && VALUE.matcher(text).matches();
  }
}
