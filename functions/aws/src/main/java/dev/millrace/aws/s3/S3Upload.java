package dev.millrace.aws.s3;

import dev.millrace.engine.store.Upload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// An upload in parts; one that fits a part is put at once. The bucket's lifecycle rule removes
/// parts whose upload nobody finished or dropped. For one thread.
final class S3Upload implements Upload {
  /// Bytes of a part: the least that S3 takes for any but the last (its multipart limits), so that
  /// an upload holds little in memory. At most 10,000 parts make 50 GB.
  static final int PART_BYTES = 5 * 1024 * 1024;

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] part = new byte[64 * 1024];
  private int filled;
  private @Nullable String upload;

  S3Upload(S3Client client, String bucket, String key) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (var at = 0; at < length; ) {
      var taken = Math.min(length - at, PART_BYTES - filled);
      grow(filled + taken);
      System.arraycopy(bytes, offset + at, part, filled, taken);
      filled += taken;
      at += taken;
      if (filled == PART_BYTES) {
        sendPart();
      }
    }
  }

  /// Most uploads are far smaller than a part.
  private void grow(int size) {
    if (size > part.length) {
      var larger = new byte[Math.min(PART_BYTES, Math.max(size, 2 * part.length))];
      System.arraycopy(part, 0, larger, 0, filled);
      part = larger;
    }
  }

  @Override
  public void finish() {
    if (upload == null) {
      client.putObject(
          put -> put.bucket(bucket).key(key),
          RequestBody.fromByteBuffer(ByteBuffer.wrap(part, 0, filled)));
      return;
    }
    if (filled > 0) {
      sendPart();
    }
    var id = upload;
    client.completeMultipartUpload(
        complete ->
            complete.bucket(bucket).key(key).uploadId(id).multipartUpload(all -> all.parts(parts)));
    upload = null;
  }

  @Override
  public void close() {
    if (upload != null) {
      var id = upload;
      upload = null;
      client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
    }
  }

  private void sendPart() {
    if (upload == null) {
      upload = client.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
    }
    var id = upload;
    var number = parts.size() + 1;
    var sent =
        client.uploadPart(
            put -> put.bucket(bucket).key(key).uploadId(id).partNumber(number),
            RequestBody.fromByteBuffer(ByteBuffer.wrap(part, 0, filled)));
    parts.add(CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build());
    filled = 0;
  }
}
