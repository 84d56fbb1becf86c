package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names a document by its content.
final class Digest {
  private Digest() {}

  /// SHA-256 of the document's JSON without white space, in hexadecimal. Keys keep their order:
  /// the order of tasks is part of a plan.
  static String of(JsonNode document) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      var bytes = document.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha256.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
