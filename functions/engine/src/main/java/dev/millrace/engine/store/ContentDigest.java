package dev.millrace.engine.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names content in the payload store by itself, so that what stands under a key never changes.
public final class ContentDigest {
  /// 128 bits: nobody who could choose the content gains by two that are alike.
  private static final int BYTES = 16;

  private ContentDigest() {}

  /// Half a SHA-256, in hexadecimal.
  public static String of(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
