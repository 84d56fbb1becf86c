package dev.millrace.engine.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Long text made short: deflated, in Base64, behind a mark.
public final class Packed {
  /// Text up to this length stays as it is: a person can read it, and packing saves little.
  public static final int PLAIN_MAX = 1024;

  /// No stored text is longer than this once it is unpacked; more is taken for damage.
  private static final int UNPACKED_MAX = 256 << 20;

  private static final String MARK = "z:";
  private static final int DEFLATERS_KEPT = 8;

  // A deflater costs 256 KB and its setting up more than a short text; virtual threads are too many
  // to keep one each.
  private static final ArrayBlockingQueue<Deflater> DEFLATERS =
      new ArrayBlockingQueue<>(DEFLATERS_KEPT);

  private Packed() {}

  /// The text itself when it is short, otherwise its packed form. Text must not begin with `z:`.
  public static String pack(String text) {
    return text.length() <= PLAIN_MAX ? text : packAlways(text);
  }

  /// The packed form of a text of any length.
  public static String packAlways(String text) {
    var plain = text.getBytes(StandardCharsets.UTF_8);
    var kept = DEFLATERS.poll();
    var deflater = kept != null ? kept : new Deflater(Deflater.BEST_SPEED, true);
    deflater.setInput(plain);
    deflater.finish();
    var packed = new byte[plain.length / 4 + 256];
    var length = deflater.deflate(packed);
    while (!deflater.finished()) {
      packed = Arrays.copyOf(packed, packed.length * 2);
      length += deflater.deflate(packed, length, packed.length - length);
    }
    deflater.reset();
    if (!DEFLATERS.offer(deflater)) {
      deflater.end();
    }
    var base64 = Base64.getEncoder().encode(Arrays.copyOf(packed, length));
    return MARK + new String(base64, StandardCharsets.ISO_8859_1);
  }

  /// Whether a text is in packed form.
  public static boolean isPacked(String text) {
    return text.startsWith(MARK);
  }

  /// The text that was packed, or the text itself when it is not in packed form.
  ///
  /// @throws StoredTextException when it cannot be unpacked
  public static String unpack(String text) {
    if (!isPacked(text)) {
      return text;
    }
    var inflater = new Inflater(true);
    try {
      inflater.setInput(Base64.getDecoder().decode(text.substring(MARK.length())));
      var plain = new byte[text.length() * 4];
      var length = inflater.inflate(plain);
      while (!inflater.finished()) {
        if (length < plain.length || plain.length >= UNPACKED_MAX) {
          throw new StoredTextException("packed text ends too early or never");
        }
        plain = Arrays.copyOf(plain, plain.length * 2);
        length += inflater.inflate(plain, length, plain.length - length);
      }
      return new String(plain, 0, length, StandardCharsets.UTF_8);
    } catch (DataFormatException | IllegalArgumentException damaged) {
      throw new StoredTextException("packed text is damaged", damaged);
    } finally {
      inflater.end();
    }
  }
}
