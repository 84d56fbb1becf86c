package dev.millrace.integrations.arguments;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Sizes as documents write them: `512B`, `500KB`, `10MB`, `1GB`. A kilobyte has 1,024 bytes, as
/// everywhere in Millrace.
public final class ByteSize {
  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})(B|KB|MB|GB)");

  /// Bytes of a kilobyte.
  public static final int KB = 1024;

  /// Bytes of a megabyte.
  public static final int MB = 1024 * KB;

  /// Bytes of a gigabyte.
  public static final int GB = 1024 * MB;

  private ByteSize() {}

  /// The bytes that a text stands for; nothing when it is no size.
  public static OptionalLong read(String text) {
    var parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      return OptionalLong.empty();
    }
    var number = Long.parseLong(parts.group(1));
    return OptionalLong.of(
        switch (parts.group(2)) {
          case "GB" -> number * GB;
          case "MB" -> number * MB;
          case "KB" -> number * KB;
          default -> number;
        });
  }

  /// The shortest exact form of a number of bytes.
  public static String inWords(long bytes) {
    if (bytes % GB == 0) {
      return bytes / GB + "GB";
    }
    if (bytes % MB == 0) {
      return bytes / MB + "MB";
    }
    return bytes % KB == 0 ? bytes / KB + "KB" : bytes + "B";
  }
}
