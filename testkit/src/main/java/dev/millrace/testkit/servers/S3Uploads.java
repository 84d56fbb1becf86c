package dev.millrace.testkit.servers;

import dev.millrace.testkit.servers.S3Stub.Answer;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Uploads in parts that are under way, as S3 keeps them apart from its objects.
final class S3Uploads {
  /// Every part but the last must be this large.
  private static final int PART_MIN = 5 * 1024 * 1024;

  private final Map<String, Parts> open = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  private record Parts(String path, TreeMap<Integer, byte[]> bytes) {}

  Answer begin(String path) {
    var id = "upload-" + count.incrementAndGet();
    open.put(id, new Parts(path, new TreeMap<>()));
    return Answer.xml(
        200,
        "<InitiateMultipartUploadResult><UploadId>"
            + id
            + "</UploadId></InitiateMultipartUploadResult>");
  }

  Answer part(Map<String, String> query, byte[] body) {
    var parts = open.get(query.getOrDefault("uploadId", ""));
    if (parts == null) {
      return Answer.error(404, "NoSuchUpload");
    }
    var number = Integer.parseInt(query.getOrDefault("partNumber", "0"));
    synchronized (parts) {
      parts.bytes().put(number, body);
    }
    return new Answer(
        200, "application/xml", new byte[0], Map.of("ETag", "\"part-" + number + "\""));
  }

  Answer complete(Map<String, String> query, Map<String, byte[]> objects) {
    var parts = open.remove(query.getOrDefault("uploadId", ""));
    if (parts == null) {
      return Answer.error(404, "NoSuchUpload");
    }
    var whole = new ByteArrayOutputStream();
    synchronized (parts) {
      for (var part : parts.bytes().entrySet()) {
        var isLast = part.getKey().equals(parts.bytes().lastKey());
        if (!isLast && part.getValue().length < PART_MIN) {
          return Answer.error(400, "EntityTooSmall");
        }
        whole.writeBytes(part.getValue());
      }
    }
    objects.put(parts.path(), whole.toByteArray());
    return Answer.xml(200, "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
  }

  Answer drop(Map<String, String> query) {
    return open.remove(query.getOrDefault("uploadId", "")) == null
        ? Answer.error(404, "NoSuchUpload")
        : new Answer(204, "application/xml", new byte[0]);
  }
}
