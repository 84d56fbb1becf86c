package dev.millrace.cli;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Computes the signature of a request anew, from what arrived, by the description of Signature
/// Version 4 in the IAM user guide ("Create a signed AWS API request"). Shares no code with the
/// SDK.
record SignatureCheck(String accessKeyId, String secretKey, String region, String service) {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, "
              + "SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

  /// Why the request is not rightly signed; empty when it is.
  String problem(HttpExchange exchange, byte[] body) {
    var text = exchange.getRequestHeaders().getFirst("Authorization");
    if (text == null) {
      return "there is no signature";
    }
    var parts = AUTHORIZATION.matcher(text);
    if (!parts.matches()) {
      return "not a signature: " + text;
    }
    if (!parts.group(1).equals(accessKeyId)
        || !parts.group(3).equals(region)
        || !parts.group(4).equals(service)) {
      return "signed by or for somebody else: " + text;
    }
    var names = List.of(parts.group(5).split(";"));
    if (!names.containsAll(List.of("host", "x-amz-date"))) {
      return "host and date must be signed: " + names;
    }
    var time = exchange.getRequestHeaders().getFirst("X-Amz-Date");
    if (time == null || !time.startsWith(parts.group(2))) {
      return "another day: " + time;
    }
    var scope = "%s/%s/%s/aws4_request".formatted(parts.group(2), region, service);
    var toSign =
        String.join(
            "\n", "AWS4-HMAC-SHA256", time, scope, hash(bytes(canonical(exchange, names, body))));
    var key = bytes("AWS4" + secretKey);
    for (var part : List.of(parts.group(2), region, service, "aws4_request")) {
      key = mac(key, part);
    }
    var expected = HexFormat.of().formatHex(mac(key, toSign));
    return expected.equals(parts.group(6)) ? "" : "the signature does not fit the request";
  }

  private static String canonical(HttpExchange exchange, List<String> names, byte[] body) {
    var uri = exchange.getRequestURI();
    var headers = new StringBuilder();
    for (var name : names) {
      var values = new ArrayList<String>();
      for (var value : exchange.getRequestHeaders().getOrDefault(name, List.of())) {
        values.add(value.strip().replaceAll(" +", " "));
      }
      headers.append(name).append(':').append(String.join(",", values)).append('\n');
    }
    return String.join(
        "\n",
        exchange.getRequestMethod(),
        // What stands encoded in the address is encoded once more, for all services but S3.
        encodedPath(uri.getRawPath()),
        sortedQuery(uri.getRawQuery()),
        headers,
        String.join(";", names),
        hash(body));
  }

  private static String encodedPath(String rawPath) {
    var path = new StringBuilder();
    for (var each : rawPath.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (each & 0xFF);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "/-_.~".indexOf(c) >= 0)) {
        path.append(c);
      } else {
        path.append("%%%02X".formatted(each & 0xFF));
      }
    }
    return path.toString();
  }

  /// The client sends names and values encoded as the signature wants them, so only their order is
  /// to be found.
  private static String sortedQuery(@Nullable String rawQuery) {
    if (rawQuery == null) {
      return "";
    }
    return String.join("&", List.of(rawQuery.split("&")).stream().sorted().toList());
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
