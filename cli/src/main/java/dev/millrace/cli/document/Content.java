package dev.millrace.cli.document;

import java.nio.charset.StandardCharsets;

/// The bytes of a file. What they mean as text, and whether they are UTF-8, its reader finds out.
public final class Content {
  private final byte[] bytes;

  Content(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The bytes. Must not be changed.
  public byte[] bytes() {
    return bytes;
  }

  /// The bytes as text; what is not UTF-8 is replaced.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
