package dev.millrace.api;

/// Writes text into HTML so that it stays text.
final class Html {
  private Html() {}

  /// A text as it can stand between tags, and in an attribute in quotes.
  static String escaped(String text) {
    var html = new StringBuilder(text.length() + 16);
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        case '\n', '\t' -> html.append(c);
        default -> {
          // Controls have no place in HTML, and an unpaired surrogate none in UTF-8.
          var pairs =
              (Character.isHighSurrogate(c)
                      && i + 1 < text.length()
                      && Character.isLowSurrogate(text.charAt(i + 1)))
                  || (Character.isLowSurrogate(c)
                      && i > 0
                      && Character.isHighSurrogate(text.charAt(i - 1)));
          html.append(
              Character.isISOControl(c) || (Character.isSurrogate(c) && !pairs) ? '\uFFFD' : c);
        }
      }
    }
    return html.toString();
  }
}
