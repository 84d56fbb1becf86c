package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.store.Upload;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Streams an answer's body into the host's payload store. A few kilobytes of it are in memory at a
/// time, beside what the store itself buffers.
final class StoredBody implements Incoming.Sink {
  private static final String NAME = "body";

  private final Upload upload;
  private final ReceivedBytes beginning;
  private final MessageDigest digest = sha256();
  private long sizeBytes;

  private StoredBody(Upload upload, ReceivedBytes beginning) {
    this.upload = upload;
    this.beginning = beginning;
  }

  /// Reads the body to its end and gives the reference: `{key, sizeBytes, sha256, contentType}`.
  ///
  /// @throws FailedExchange when it is too large or cannot be unpacked; nothing is stored then
  /// @throws IOException when the connection breaks; nothing is stored then
  static JsonNode of(Exchange exchange, Incoming incoming, AttemptContext attempt)
      throws IOException {
    var reply = exchange.reply().orElseThrow();
    try (var upload = attempt.store(NAME)) {
      var body = new StoredBody(upload, reply.body());
      incoming.readAll(body);
      upload.finish();
      return body.reference(reply);
    }
  }

  @Override
  public void take(byte[] bytes, int length) {
    upload.write(bytes, 0, length);
    digest.update(bytes, 0, length);
    sizeBytes += length;
    var shown = Math.min(length, ReceivedBytes.EXCERPT_MAX - beginning.size());
    if (shown > 0) {
      beginning.write(bytes, 0, shown);
    }
  }

  private JsonNode reference(Reply reply) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("key", upload.key())
            .put("sizeBytes", sizeBytes)
            .put("sha256", HexFormat.of().formatHex(digest.digest()));
    return json.put("contentType", reply.header("content-type").orElse(null));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
