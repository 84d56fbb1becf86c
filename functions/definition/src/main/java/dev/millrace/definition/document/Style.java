package dev.millrace.definition.document;

/// How a text is written in a document. Tells where a character of the value stands in the source.
enum Style {
  /// Without quotes.
  PLAIN,
  /// Between `'`, where `''` is a quote.
  SINGLE_QUOTED,
  /// Between `"`, with backslash escapes. Strings in JSON documents too.
  DOUBLE_QUOTED,
  /// A block after `|` or `>`.
  BLOCK;

  /// The offset in `source` of the character at `index` of `value`, which is written there from
  /// `start` to `end`. An index at the end of the value gives the offset behind its last character.
  int sourceOffset(String source, int start, int end, String value, int index) {
    return switch (this) {
      case PLAIN -> byInk(source, start, end, value, index);
      case BLOCK -> byInk(source, firstLine(source, start, end), end, value, index);
      case SINGLE_QUOTED, DOUBLE_QUOTED -> new Quoted(source, start + 1, end, value).find(index);
    };
  }

  /// Plain texts and blocks change nothing but white space on the way to their value, so the other
  /// characters pair up in order.
  private static int byInk(String source, int start, int end, String value, int index) {
    var at = start;
    var last = start;
    for (var i = 0; i < value.length() && i <= index; i++) {
      if (isBlank(value.charAt(i))) {
        if (i == index) {
          return last;
        }
        last = i > 0 && isBlank(value.charAt(i - 1)) ? Math.min(last + 1, end) : last;
        continue;
      }
      while (at < end && isBlank(source.charAt(at))) {
        at++;
      }
      if (i == index) {
        return at;
      }
      at++;
      last = at;
    }
    return Math.min(last, end);
  }

  private static int firstLine(String source, int start, int end) {
    var at = start;
    while (at < end && source.charAt(at) != '\n' && source.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /// Walks a quoted text and its value side by side.
  private final class Quoted {
    private final String source;
    private final int end;
    private final String value;
    private int at;
    private int reached;

    Quoted(String source, int start, int end, String value) {
      this.source = source;
      this.at = start;
      this.end = end;
      this.value = value;
    }

    int find(int index) {
      while (reached < index && at < end) {
        step();
      }
      skipLineContinuations();
      return Math.min(at, end);
    }

    private void step() {
      skipLineContinuations();
      if (at >= end) {
        return;
      }
      var c = source.charAt(at);
      if (isBlank(c) && foldEnd() > at) {
        // One break is a space, n breaks are n-1 line feeds.
        var breaks = breaksUntil(foldEnd());
        reached += Math.max(1, breaks - 1);
        at = foldEnd();
      } else if (Style.this == SINGLE_QUOTED && c == '\'') {
        at += 2;
        reached++;
      } else if (Style.this == DOUBLE_QUOTED && c == '\\') {
        var length = escapeLength();
        // \U beyond the basic plane gives a pair of chars.
        var pair =
            length == 10
                && reached + 1 < value.length()
                && Character.isHighSurrogate(value.charAt(reached));
        at += length;
        reached += pair ? 2 : 1;
      } else {
        at++;
        reached++;
      }
    }

    /// A backslash at the end of a line joins it with the next and stands for nothing.
    private void skipLineContinuations() {
      while (Style.this == DOUBLE_QUOTED
          && at + 1 < end
          && source.charAt(at) == '\\'
          && (source.charAt(at + 1) == '\n' || source.charAt(at + 1) == '\r')) {
        at++;
        while (at < end && isBlank(source.charAt(at))) {
          at++;
        }
      }
    }

    /// Where the white space around a line's end ends, or `at` when no line ends here.
    private int foldEnd() {
      var ends = at;
      var broken = false;
      while (ends < end && isBlank(source.charAt(ends))) {
        broken |= source.charAt(ends) == '\n' || source.charAt(ends) == '\r';
        ends++;
      }
      return broken ? ends : at;
    }

    private int breaksUntil(int foldEnd) {
      var breaks = 0;
      for (var i = at; i < foldEnd; i++) {
        var c = source.charAt(i);
        if (c == '\n' || (c == '\r' && source.charAt(Math.min(i + 1, end)) != '\n')) {
          breaks++;
        }
      }
      return breaks;
    }

    private int escapeLength() {
      return switch (at + 1 < end ? source.charAt(at + 1) : ' ') {
        case 'x' -> 4;
        case 'u' -> 6;
        case 'U' -> 10;
        default -> 2;
      };
    }
  }
}
