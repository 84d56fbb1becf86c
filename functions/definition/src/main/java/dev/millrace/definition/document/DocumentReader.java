package dev.millrace.definition.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// Reads a text as one tree: YAML 1.2 with the core schema, or JSON when the text begins with `{`
/// and is JSON. Anchors, aliases, merge keys and tags are refused, so that a document means what it
/// shows and a small one stays small.
public final class DocumentReader {
  /// Largest document, in bytes of UTF-8.
  public static final int BYTES_MAX = 4 * 1024 * 1024;

  /// Deepest nesting of lists and mappings.
  public static final int DEPTH_MAX = 100;

  /// Most values (texts, numbers, lists, mappings, ...) in a document.
  public static final int VALUES_MAX = 1_000_000;

  /// Longest key, in characters.
  public static final int KEY_MAX = 1_000;

  /// Longest number, in characters.
  public static final int NUMBER_MAX = 100;

  /// Most flaws that are kept of one document.
  static final int FLAWS_MAX = 1_000;

  private static final Pattern JSON_BEGINS = Pattern.compile("\\s*\\{\\s*(\"|$)");

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private DocumentReader() {}

  /// Reads bytes, which must be UTF-8, with or without a byte order mark.
  public static Document read(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      return tooLarge(bytes.length);
    }
    if (beginsWith(bytes, 0xFE, 0xFF) || beginsWith(bytes, 0xFF, 0xFE)) {
      return unreadable(
          new Place(1, 1, ""), "the file is UTF-16, not UTF-8.", "Save it as UTF-8 and try again.");
    }
    var chars = CharBuffer.allocate(bytes.length);
    var in = ByteBuffer.wrap(bytes);
    var result = decode(in, chars);
    chars.flip();
    if (result.isError()) {
      var source = new SourceText(chars.toString());
      var found = "0x%02X".formatted(bytes[in.position()] & 0xFF);
      return unreadable(
          source.place(source.text().length(), ""),
          "the byte " + found + " is not UTF-8.",
          "Save the file as UTF-8 and try again.");
    }
    return readDecoded(chars.toString());
  }

  /// Reads a text.
  public static Document read(String text) {
    // A char is at least one byte and at most three, so most texts need no counting.
    if (text.length() > BYTES_MAX / 3) {
      var bytes = text.length() > BYTES_MAX ? text.length() : utf8Length(text);
      if (bytes > BYTES_MAX) {
        return tooLarge(bytes);
      }
    }
    return readDecoded(text);
  }

  private static Document readDecoded(String decoded) {
    var marked = !decoded.isEmpty() && decoded.charAt(0) == BYTE_ORDER_MARK;
    var source = new SourceText(marked ? decoded.substring(1) : decoded);
    var text = source.text();
    var strange = firstUnprintable(text);
    if (strange < text.length()) {
      return unreadable(
          source.place(strange, ""),
          "the character U+%04X cannot stand in a document.".formatted((int) text.charAt(strange)),
          "Take it out, or write it in a quoted text as \"\\u%04X\"."
              .formatted((int) text.charAt(strange)));
    }
    if (text.isBlank()) {
      return empty();
    }
    return text.stripLeading().startsWith("{") ? readBraces(source) : readYaml(source);
  }

  /// JSON, or YAML that begins with a brace. When it is neither, a quote behind the brace shows
  /// what it was meant to be.
  private static Document readBraces(SourceText source) {
    try {
      return new JsonTree(source).read();
    } catch (UnreadableException json) {
      var yaml = readYaml(source);
      var meantAsYaml =
          yaml instanceof Document.Read || !JSON_BEGINS.matcher(source.text()).lookingAt();
      return meantAsYaml ? yaml : new Document.Unreadable(List.of(json.flaw()));
    }
  }

  private static Document readYaml(SourceText source) {
    try {
      return new YamlTree(source).read();
    } catch (UnreadableException e) {
      return new Document.Unreadable(List.of(e.flaw()));
    }
  }

  static Document empty() {
    return unreadable(
        new Place(1, 1, ""),
        "the document is empty.",
        "Begin with \"dag: NAME\" and \"tasks:\" with a task below it.");
  }

  private static Document tooLarge(int bytes) {
    return unreadable(
        new Place(1, 1, ""),
        "the document has %,d bytes or more; at most %,d are read.".formatted(bytes, BYTES_MAX),
        "Split the DAG, or move large literal values into the run's input.");
  }

  private static Document unreadable(Place place, String message, String mend) {
    return new Document.Unreadable(List.of(new Flaw(place, message, mend)));
  }

  private static CoderResult decode(ByteBuffer in, CharBuffer out) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    return decoder.decode(in, out, true);
  }

  private static boolean beginsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  private static int utf8Length(String text) {
    var bytes = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      // A surrogate is half of a character of four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /// Index of the first character that YAML calls unprintable, or the text's length.
  private static int firstUnprintable(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < ' ' ? c != '\t' && c != '\n' && c != '\r' : c >= 0x7F && !isPrintable(text, i)) {
        return i;
      }
    }
    return text.length();
  }

  private static boolean isPrintable(String text, int i) {
    var c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c == 0x85 || (c >= 0xA0 && c != 0xFFFE && c != 0xFFFF && c != BYTE_ORDER_MARK);
  }
}
