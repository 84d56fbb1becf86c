package dev.millrace.testkit.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// As much of S3 as payloads need, on the loopback address, in memory: put with `If-None-Match`,
/// get, head, list by prefix, copy onto itself, delete many, uploads in parts. Addresses are
/// path-style. It refuses what S3 would refuse of these, requests without a signature among them,
/// and keeps what came for tests to look at. It does not check whether a signature is right.
public final class S3Stub implements AutoCloseable {
  /// Keys that one answer lists at most; few, so that tests meet a second page.
  public static final int LIST_MAX = 100;

  private static final Instant NEW = Instant.parse("2099-01-01T00:00:00Z");

  private static final Pattern SIGNATURE =
      Pattern.compile("AWS4-HMAC-SHA256 Credential=[^/]+/\\d{8}/[^/]+/s3/aws4_request, .+");
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final Set<String> copied = ConcurrentHashMap.newKeySet();
  private final S3Uploads uploads = new S3Uploads();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /// A request as it came over the wire.
  ///
  /// @param path percent-encoded, as sent
  public record Request(String method, String path, Map<String, String> headers, int bodyLength) {
    /// A header by its name in any case.
    public Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(Map.Entry::getValue)
          .findFirst();
    }
  }

  /// What is sent back.
  static final class Answer {
    private final int status;
    private final String type;
    private final byte[] body;
    private final Map<String, String> headers;

    Answer(int status, String type, byte[] body) {
      this(status, type, body, Map.of());
    }

    Answer(int status, String type, byte[] body, Map<String, String> headers) {
      this.status = status;
      this.type = type;
      this.body = body;
      this.headers = Map.copyOf(headers);
    }

    static Answer xml(int status, String body) {
      var whole = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + body;
      return new Answer(status, "application/xml", whole.getBytes(StandardCharsets.UTF_8));
    }

    static Answer error(int status, String code) {
      return xml(status, "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
    }
  }

  /// Starts one; it answers when this returns.
  public S3Stub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /// Where it answers.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// What came so far.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /// As old as 1970 or, once it was copied onto itself, as new as can be.
  public Instant modified(String path) {
    return copied.contains(path) ? NEW : Instant.EPOCH;
  }

  /// The paths of all objects: bucket and key.
  public List<String> paths() {
    return List.copyOf(objects.keySet());
  }

  /// What is in an object.
  ///
  /// @param path bucket and key
  public Optional<byte[]> object(String path) {
    return Optional.ofNullable(objects.get(path));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new LinkedHashMap<String, String>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      var sent = exchange.getRequestBody().readAllBytes();
      var body = "aws-chunked".equals(headers.get("Content-encoding")) ? unchunked(sent) : sent;
      var request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              headers,
              body.length);
      requests.add(request);
      var answer = answer(request, query(exchange.getRequestURI().getRawQuery()), body);
      exchange.getResponseHeaders().set("Content-Type", answer.type);
      answer.headers.forEach(exchange.getResponseHeaders()::set);
      // -1 means no body at all; 0 would mean one of unknown length.
      exchange.sendResponseHeaders(
          answer.status, answer.body.length == 0 ? -1 : answer.body.length);
      if (answer.body.length > 0) {
        exchange.getResponseBody().write(answer.body);
      }
    }
  }

  private Answer answer(Request request, Map<String, String> query, byte[] body) {
    if (!SIGNATURE.matcher(request.header("Authorization").orElse("")).matches()) {
      return Answer.error(403, "AccessDenied");
    }
    var path = decoded(request.path().substring(1));
    return switch (request.method()) {
      case "PUT" ->
          query.containsKey("uploadId")
              ? uploads.part(query, body)
              : request
                  .header("x-amz-copy-source")
                  .map(source -> copy(request, decoded(source), path))
                  .orElseGet(() -> put(request, path, body));
      case "HEAD" -> head(path);
      case "GET" -> query.containsKey("list-type") ? list(path, query) : get(path);
      case "POST" -> {
        if (query.containsKey("delete")) {
          yield delete(path, new String(body, StandardCharsets.UTF_8));
        }
        if (query.containsKey("uploads")) {
          yield uploads.begin(path);
        }
        yield query.containsKey("uploadId")
            ? uploads.complete(query, objects)
            : Answer.error(400, "InvalidRequest");
      }
      case "DELETE" ->
          query.containsKey("uploadId") ? uploads.drop(query) : Answer.error(400, "InvalidRequest");
      default -> Answer.error(405, "MethodNotAllowed");
    };
  }

  private Answer put(Request request, String path, byte[] body) {
    if (request.header("If-None-Match").isPresent()) {
      return objects.putIfAbsent(path, body) == null
          ? new Answer(200, "application/xml", new byte[0])
          : Answer.error(412, "PreconditionFailed");
    }
    objects.put(path, body);
    return new Answer(200, "application/xml", new byte[0]);
  }

  /// Onto itself, which S3 takes only when something about the object changes.
  private Answer copy(Request request, String source, String path) {
    if (!source.equals(path)
        || !request.header("x-amz-metadata-directive").orElse("").equals("REPLACE")) {
      return Answer.error(400, "InvalidRequest");
    }
    if (!objects.containsKey(path)) {
      return Answer.error(404, "NoSuchKey");
    }
    copied.add(path);
    return Answer.xml(200, "<CopyObjectResult></CopyObjectResult>");
  }

  private Answer head(String path) {
    return objects.containsKey(path)
        ? new Answer(200, "application/json", new byte[0])
        : new Answer(404, "application/xml", new byte[0]);
  }

  private Answer get(String path) {
    var found = objects.get(path);
    return found == null
        ? Answer.error(404, "NoSuchKey")
        : new Answer(200, "application/json", found);
  }

  private Answer list(String path, Map<String, String> query) {
    var bucket = path.replaceFirst("/$", "") + "/";
    var from = bucket + query.getOrDefault("prefix", "");
    var after = query.getOrDefault("continuation-token", "");
    var keys =
        objects.tailMap(from).keySet().stream()
            .takeWhile(key -> key.startsWith(from))
            .map(key -> key.substring(bucket.length()))
            .filter(key -> key.compareTo(after) > 0)
            .limit(LIST_MAX + 1L)
            .toList();
    var page = keys.subList(0, Math.min(keys.size(), LIST_MAX));
    var isTruncated = keys.size() > page.size();
    var xml = new StringBuilder("<ListBucketResult>");
    xml.append("<IsTruncated>").append(isTruncated).append("</IsTruncated>");
    if (isTruncated) {
      xml.append("<NextContinuationToken>").append(page.getLast());
      xml.append("</NextContinuationToken>");
    }
    for (var key : page) {
      xml.append("<Contents><Key>").append(key).append("</Key><LastModified>");
      xml.append(modified(bucket + key)).append("</LastModified></Contents>");
    }
    return Answer.xml(200, xml.append("</ListBucketResult>").toString());
  }

  private Answer delete(String path, String body) {
    var bucket = path.replaceFirst("/$", "") + "/";
    KEY.matcher(body).results().forEach(key -> objects.remove(bucket + key.group(1)));
    return Answer.xml(200, "<DeleteResult></DeleteResult>");
  }

  /// The body behind the framing that the SDK uses to send a checksum after it: `size;…`, the
  /// bytes, and so on until a size of zero.
  private static byte[] unchunked(byte[] sent) {
    var body = new ByteArrayOutputStream(sent.length);
    var at = 0;
    while (true) {
      var end = at;
      while (sent[end] != '\r') {
        end++;
      }
      var line = new String(sent, at, end - at, StandardCharsets.ISO_8859_1);
      var size = Integer.parseInt(line.replaceFirst(";.*", ""), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      body.write(sent, end + 2, size);
      at = end + 2 + size + 2;
    }
  }

  private static Map<String, String> query(String raw) {
    var found = new LinkedHashMap<String, String>();
    Stream.of(raw == null ? new String[0] : raw.split("&"))
        .map(part -> new ArrayList<>(List.of(part.split("=", 2))))
        .forEach(part -> found.put(part.getFirst(), part.size() > 1 ? decoded(part.get(1)) : ""));
    return found;
  }

  private static String decoded(String text) {
    // A plus is a plus in S3's paths; URLDecoder takes it for a blank.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
