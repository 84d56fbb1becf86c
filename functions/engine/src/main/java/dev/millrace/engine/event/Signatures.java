package dev.millrace.engine.event;

import dev.millrace.definition.event.Proof;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Whether a delivery proves that its sender knows a secret. Compares in a time that does not tell
/// how much is the same, and says neither what is wrong nor how much of it is right.
final class Signatures {
  private static final String BEARER = "Bearer ";

  /// Signatures of one header that are compared; a sender that changes its secret sends two.
  private static final int SIGNATURES_MAX = 10;

  /// Seconds since 1970, of this century and some more.
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

  private Signatures() {}

  static boolean proves(Proof proof, Delivery delivery, String secret, Instant now) {
    return switch (proof) {
      case Proof.Token(var header, _) -> shows(header, delivery, secret);
      case Proof.Hmac hmac -> isSigned(hmac, delivery, secret, now);
    };
  }

  private static boolean shows(Optional<String> header, Delivery delivery, String secret) {
    var sent = delivery.header(header.orElse("Authorization"));
    if (sent.isEmpty()) {
      return false;
    }
    if (header.isPresent()) {
      return isSame(bytes(secret), bytes(sent.get()));
    }
    // The scheme's name in letters of any size: RFC 9110.
    return sent.get().regionMatches(true, 0, BEARER, 0, BEARER.length())
        && isSame(bytes(secret), bytes(sent.get().substring(BEARER.length()).strip()));
  }

  private static boolean isSigned(Proof.Hmac hmac, Delivery delivery, String secret, Instant now) {
    var header = delivery.header(hmac.header());
    if (header.isEmpty()) {
      return false;
    }
    var time = hmac.timestamp().flatMap(timestamp -> timeOf(timestamp, delivery, header.get()));
    if (hmac.timestamp().isPresent()
        && time.filter(text -> isNear(text, now, hmac.timestamp().get().tolerance())).isEmpty()) {
      return false;
    }
    var signatures =
        hmac.field().map(field -> fields(header.get(), field)).orElse(List.of(header.get()));
    var expected = mac(hmac, time.orElse(""), delivery.body(), secret);
    var isProved = false;
    for (var signature : signatures) {
      // All are compared, so that the time does not tell which one was right.
      isProved |= decoded(hmac, signature).filter(sent -> isSame(expected, sent)).isPresent();
    }
    return isProved;
  }

  private static Optional<String> timeOf(
      Proof.Timestamp timestamp, Delivery delivery, String signatures) {
    return switch (timestamp.place()) {
      case Proof.Place.Header(var name) -> delivery.header(name);
      case Proof.Place.Field(var name) -> {
        var times = fields(signatures, name);
        yield times.size() == 1 ? Optional.of(times.getFirst()) : Optional.empty();
      }
    };
  }

  private static boolean isNear(String time, Instant now, Duration tolerance) {
    if (!SECONDS.matcher(time).matches()) {
      return false;
    }
    try {
      var signedAt = Instant.ofEpochSecond(Long.parseLong(time));
      return Duration.between(signedAt, now).abs().compareTo(tolerance) <= 0;
    } catch (DateTimeException e) {
      return false; // no time that there is
    }
  }

  /// The values of a field in `t=1,v1=ab,v1=cd`.
  private static List<String> fields(String header, String name) {
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .filter(part -> part.startsWith(name + "="))
        .map(part -> part.substring(name.length() + 1))
        .limit(SIGNATURES_MAX)
        .toList();
  }

  private static Optional<byte[]> decoded(Proof.Hmac hmac, String signature) {
    var text = signature.strip();
    if (!text.startsWith(hmac.prefix())) {
      return Optional.empty();
    }
    var written = text.substring(hmac.prefix().length());
    try {
      return Optional.of(
          switch (hmac.encoding()) {
            case HEX -> HexFormat.of().parseHex(written);
            case BASE64 -> Base64.getDecoder().decode(written);
          });
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no signature of that kind
    }
  }

  /// The signature that a delivery must have.
  static byte[] mac(Proof.Hmac hmac, String time, byte[] body, String secret) {
    var at = hmac.signed().indexOf(Proof.Hmac.BODY);
    var before = hmac.signed().substring(0, at);
    var after = hmac.signed().substring(at + Proof.Hmac.BODY.length());
    try {
      var mac = Mac.getInstance(hmac.algorithm().javaName());
      mac.init(new SecretKeySpec(bytes(secret), hmac.algorithm().javaName()));
      mac.update(bytes(before.replace(Proof.Hmac.TIMESTAMP, time)));
      mac.update(body);
      mac.update(bytes(after.replace(Proof.Hmac.TIMESTAMP, time)));
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java runtime has " + hmac.algorithm().javaName(), e);
    }
  }

  private static boolean isSame(byte[] wanted, byte[] sent) {
    return MessageDigest.isEqual(wanted, sent);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
