package dev.millrace.cli.terminal;

/// Makes text from outside fit to be printed. What servers and documents say could otherwise move
/// the cursor, change colours or rename the window of whoever reads it.
public final class Printable {
  private Printable() {}

  /// The text with control characters written out as `\u001b`; line ends and tabs stay.
  public static String text(String text) {
    return escape(text, "\n\t");
  }

  /// The text on one line: line ends and tabs are written out too.
  public static String line(String text) {
    return escape(text, "");
  }

  private static String escape(String text, String kept) {
    if (text.chars().noneMatch(c -> isEscaped(c, kept))) {
      return text;
    }
    var shown = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            c -> {
              if (isEscaped(c, kept)) {
                shown.append(written(c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }

  private static String written(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    };
  }

  /// Controls, and the characters that turn the direction of the text around them.
  private static boolean isEscaped(int c, String kept) {
    return (Character.isISOControl(c) && kept.indexOf(c) < 0)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
