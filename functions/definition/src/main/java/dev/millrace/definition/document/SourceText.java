package dev.millrace.definition.document;

import java.util.Arrays;

/// The text of a document and where its lines begin. Offsets are those of Java strings; columns
/// count code points. Lines end with LF, CR LF or CR.
final class SourceText {
  private static final int FIRST_LINES = 64;

  private final String text;
  private final int[] lineStarts;

  SourceText(String text) {
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  String text() {
    return text;
  }

  /// The line that holds an offset, from 1.
  int line(int offset) {
    var found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// The column of an offset, from 1.
  int column(int offset) {
    return text.codePointCount(lineStarts[line(offset) - 1], offset) + 1;
  }

  /// The text of a line (from 1), without its end.
  String lineText(int line) {
    var end = line < lineStarts.length ? lineStarts[line] : text.length();
    return text.substring(lineStarts[line - 1], end).stripTrailing();
  }

  /// The offset of the first character of a line that is no space.
  int firstInLine(int offset) {
    var line = line(offset);
    var text = lineText(line);
    return lineStarts[line - 1] + text.length() - text.stripLeading().length();
  }

  Place place(int offset, String pointer) {
    var within = Math.clamp(offset, 0, text.length());
    return new Place(line(within), column(within), pointer);
  }

  private static int[] lineStarts(String text) {
    var starts = new int[FIRST_LINES];
    var count = 1; // the first line starts at 0
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var ends = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (ends) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
