package dev.millrace.definition.event;

import java.time.Duration;
import java.util.Optional;

/// How a webhook proves that it comes from whoever shares a secret with the DAG. There is no
/// webhook without one.
public sealed interface Proof {
  /// Longest age of a signed time that may be allowed.
  Duration TOLERANCE_MAX = Duration.ofHours(24);

  /// Age of a signed time that is allowed when the document does not say, as Stripe and Slack
  /// recommend.
  Duration TOLERANCE_DEFAULT = Duration.ofMinutes(5);

  /// The reference to the secret, such as `secret://github/webhook`.
  String secret();

  /// The sender signs the body, and perhaps a time with it, with an HMAC.
  ///
  /// @param header the signature's
  /// @param field where the header holds several values (`t=1,v1=ab`): the name of the signature's;
  ///     it may stand there several times
  /// @param prefix what stands before the signature; may be empty
  /// @param signed what is signed: a text with `{body}`, and `{timestamp}` where there is one
  record Hmac(
      String header,
      Optional<String> field,
      String secret,
      Algorithm algorithm,
      String prefix,
      Encoding encoding,
      String signed,
      Optional<Timestamp> timestamp)
      implements Proof {
    /// Where the bytes of the body go.
    public static final String BODY = "{body}";

    /// Where the time goes, as it was sent.
    public static final String TIMESTAMP = "{timestamp}";
  }

  /// When the sender signed, in seconds since 1970. What is older than the tolerance, or so far in
  /// the future, is refused: else whoever saw a delivery once could repeat it for ever.
  record Timestamp(Place place, Duration tolerance) {}

  /// Where a time stands.
  sealed interface Place {
    /// In a header of its own.
    record Header(String name) implements Place {}

    /// In a field of the signature's header.
    record Field(String name) implements Place {}
  }

  /// The sender shows the secret itself.
  ///
  /// @param header which holds it; empty: `Authorization: Bearer ...`
  record Token(Optional<String> header, String secret) implements Proof {}

  /// Hash functions.
  enum Algorithm {
    /// For senders that know no other; as an HMAC it is not broken.
    SHA1("sha1", "HmacSHA1"),
    /// What nearly all use.
    SHA256("sha256", "HmacSHA256"),
    /// The longest.
    SHA512("sha512", "HmacSHA512");

    private final String word;
    private final String javaName;

    Algorithm(String word, String javaName) {
      this.word = word;
      this.javaName = javaName;
    }

    /// How documents name it.
    public String word() {
      return word;
    }

    /// How Java's own cryptography names it.
    public String javaName() {
      return javaName;
    }
  }

  /// How a signature is written.
  enum Encoding {
    /// In letters of any size.
    HEX("hex"),
    /// The standard alphabet.
    BASE64("base64");

    private final String word;

    Encoding(String word) {
      this.word = word;
    }

    /// How documents name it.
    public String word() {
      return word;
    }
  }
}
