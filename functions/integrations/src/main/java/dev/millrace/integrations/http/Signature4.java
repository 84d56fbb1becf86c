package dev.millrace.integrations.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of AWS over one request, version 4: "Create a signed AWS API request" in the IAM
/// User Guide.
///
/// @param host as the header `Host` says it
/// @param target path and query as they go out
/// @param headers what is signed beside the host
/// @param bodyHash of [#hash]
record Signature4(
    String method,
    String host,
    String target,
    List<Parameter> headers,
    String bodyHash,
    Instant at) {
  static final String CONTENT_HASH = "X-Amz-Content-Sha256";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Its paths are signed as they go out; all other services' are percent-encoded once more.
  private static final String S3 = "s3";

  /// What a request carries: its date, the token of temporary keys, and the signature.
  List<Parameter> by(SignIn.Signed key) {
    var signed = new TreeMap<String, String>();
    signed.put("host", host);
    headers.forEach(header -> signed.put(header.name().toLowerCase(Locale.ROOT), header.value()));
    var added = new ArrayList<Parameter>();
    added.add(new Parameter("X-Amz-Date", INSTANT.format(at)));
    key.sessionToken().ifPresent(token -> added.add(new Parameter("X-Amz-Security-Token", token)));
    added.forEach(header -> signed.put(header.name().toLowerCase(Locale.ROOT), header.value()));

    var names = String.join(";", signed.keySet());
    var date = INSTANT.format(at).substring(0, 8);
    var scope = String.join("/", date, key.region(), key.service(), "aws4_request");
    var toSign =
        String.join(
            "\n", ALGORITHM, INSTANT.format(at), scope, hash(utf8(canonical(signed, names, key))));
    var secret = utf8("AWS4" + key.secretAccessKey());
    for (var part : scope.split("/", -1)) {
      secret = mac(secret, part);
    }
    added.add(
        new Parameter(
            "Authorization",
            "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(
                    ALGORITHM,
                    key.accessKeyId(),
                    scope,
                    names,
                    HexFormat.of().formatHex(mac(secret, toSign)))));
    return added;
  }

  /// The hash of a body, which S3 and some others want to see in a header.
  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private String canonical(TreeMap<String, String> signed, String names, SignIn.Signed key) {
    var mark = target.indexOf('?');
    var path = mark < 0 ? target : target.substring(0, mark);
    var lines =
        signed.entrySet().stream()
            .map(header -> header.getKey() + ":" + squeezed(header.getValue()) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        method,
        key.service().equals(S3) ? path : encodedPath(path),
        mark < 0 ? "" : canonicalQuery(target.substring(mark + 1)),
        lines,
        names,
        bodyHash);
  }

  private static String encodedPath(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(Parameter::encoded)
        .collect(Collectors.joining("/"));
  }

  private static String canonicalQuery(String query) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> !pair.isEmpty())
        .map(Signature4::pair)
        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
        .map(pair -> pair.name() + "=" + pair.value())
        .collect(Collectors.joining("&"));
  }

  /// Name and value, each percent-encoded in the one way that is signed.
  private static Parameter pair(String text) {
    var equals = text.indexOf('=');
    var name = equals < 0 ? text : text.substring(0, equals);
    var value = equals < 0 ? "" : text.substring(equals + 1);
    return new Parameter(reencoded(name), reencoded(value));
  }

  private static String reencoded(String text) {
    // In a query that is signed, a plus is a plus.
    return Parameter.encoded(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  private static String squeezed(String value) {
    return value.strip().replaceAll(" +", " ");
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
