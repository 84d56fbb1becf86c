package dev.millrace.definition;

import dev.millrace.definition.document.Node;
import dev.millrace.definition.event.EventSource;
import dev.millrace.definition.event.Proof;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `webhook`: how whoever posts proves who it is. A webhook that anybody could call is a
/// problem, whatever else it says.
final class WebhookSection {
  static final List<String> KEYS = List.of("hmac", "token");

  static final List<String> HMAC_KEYS =
      List.of(
          "header", "field", "secret", "algorithm", "prefix", "encoding", "signed", "timestamp");

  static final List<String> TIMESTAMP_KEYS = List.of("header", "field", "tolerance");

  static final List<String> TOKEN_KEYS = List.of("header", "secret");

  static final Map<String, Proof.Algorithm> ALGORITHMS = algorithms();

  static final Map<String, Proof.Encoding> ENCODINGS = encodings();

  /// Longest prefix of a signature and longest text around the signed body.
  private static final int TEXT_MAX = 200;

  private static final String MEND =
      "Write webhook: {hmac: {header: X-Hub-Signature-256, prefix: \"sha256=\", secret:"
          + " \"secret://hooks/github\"}}.";

  private static final String SECRET_MEND =
      "Keep the value as a secret and name it here: secret://NAME, secret://NAME#KEY, ssm://NAME"
          + " or env://MILLRACE_SECRET_NAME.";

  // A token of RFC 9110, without the letters that no header is named with.
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  private final Section webhook;
  private final Findings findings;

  private WebhookSection(Section webhook) {
    this.webhook = webhook;
    this.findings = webhook.findings();
  }

  /// Reads the webhook of an event start.
  static Optional<EventSource> read(Section start) {
    return start
        .section("webhook", MEND)
        .flatMap(webhook -> new WebhookSection(webhook).proof())
        .map(EventSource.Webhook::new);
  }

  /// Whether a text can be the name of a header.
  static boolean isHeader(String text) {
    return HEADER.matcher(text).matches();
  }

  private Optional<Proof> proof() {
    webhook.refuseUnknownKeys(KEYS);
    var hmac = webhook.value("hmac").isPresent();
    var token = webhook.value("token").isPresent();
    if (hmac == token) {
      findings.at(
          webhook.mapping(),
          hmac
              ? "webhook of the DAG's events has hmac and token; only one of them can count."
              : "webhook of the DAG's events has neither hmac nor token, so anybody could start"
                  + " runs.",
          hmac ? "Write one item of events for each." : MEND);
      return Optional.empty();
    }
    return hmac
        ? webhook.section("hmac", MEND).flatMap(this::hmac)
        : webhook
            .section("token", "Write token: {header: X-Gitlab-Token, secret: \"secret://NAME\"}.")
            .flatMap(this::token);
  }

  private Optional<Proof> token(Section token) {
    token.refuseUnknownKeys(TOKEN_KEYS);
    var header = header(token);
    return secret(token).map(secret -> new Proof.Token(header, secret));
  }

  private Optional<Proof> hmac(Section hmac) {
    hmac.refuseUnknownKeys(HMAC_KEYS);
    var header = header(hmac);
    if (hmac.value("header").isEmpty()) {
      findings.at(
          hmac.mapping(),
          hmac.called("header") + " is missing.",
          "Add header: with the name of the header that holds the signature.");
    }
    var field = field(hmac);
    var timestamp = hmac.section("timestamp", "Write timestamp: {header: X-Timestamp}.");
    var time = timestamp.flatMap(section -> timestamp(section, field));
    var signed = signed(hmac, time.isPresent());
    var secret = secret(hmac);
    if (header.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Proof.Hmac(
            header.get(),
            field,
            secret.get(),
            ScheduleSection.choice(hmac, "algorithm", ALGORITHMS).orElse(Proof.Algorithm.SHA256),
            shortText(hmac, "prefix").orElse(""),
            ScheduleSection.choice(hmac, "encoding", ENCODINGS).orElse(Proof.Encoding.HEX),
            signed,
            time));
  }

  private Optional<Proof.Timestamp> timestamp(Section section, Optional<String> ofSignature) {
    section.refuseUnknownKeys(TIMESTAMP_KEYS);
    var header = header(section);
    var field = field(section);
    var tolerance =
        section.duration("tolerance", Durations.Zero.REFUSED).orElse(Proof.TOLERANCE_DEFAULT);
    if (tolerance.compareTo(Proof.TOLERANCE_MAX) > 0) {
      section.wrong(
          "tolerance",
          section.value("tolerance").orElseThrow(),
          "at most " + Durations.inWords(Proof.TOLERANCE_MAX),
          "Write a shorter one, such as tolerance: 5m.");
    }
    if (section.value("header").isPresent() == section.value("field").isPresent()) {
      findings.at(
          section.mapping(),
          section.name() + " must say header or field, and not both.",
          "Write header: where the time has a header of its own, field: where it stands in that of"
              + " the signature.");
      return Optional.empty();
    }
    if (field.isPresent() && ofSignature.isEmpty()) {
      findings.at(
          section.value("field").orElseThrow(),
          section.called("field") + " needs a field of the signature beside it.",
          "Add field: to hmac, or write header: here.");
    }
    return header
        .<Proof.Place>map(Proof.Place.Header::new)
        .or(() -> field.map(Proof.Place.Field::new))
        .map(place -> new Proof.Timestamp(place, tolerance));
  }

  /// A time that is not signed proves nothing, and neither does a signature without the body.
  private String signed(Section hmac, boolean hasTime) {
    var standard = hasTime ? Proof.Hmac.TIMESTAMP + "." + Proof.Hmac.BODY : Proof.Hmac.BODY;
    var text = shortText(hmac, "signed");
    if (text.isEmpty()) {
      return standard;
    }
    var isRight =
        count(text.get(), Proof.Hmac.BODY) == 1
            && count(text.get(), Proof.Hmac.TIMESTAMP) == (hasTime ? 1 : 0);
    if (!isRight) {
      hmac.wrong(
          "signed",
          hmac.value("signed").orElseThrow(),
          "a text with {body} once, and {timestamp} once when there is timestamp",
          "Write signed: \"" + standard + "\".");
    }
    return text.get();
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  private Optional<String> shortText(Section section, String key) {
    var text = section.text(key);
    if (text.filter(some -> some.length() > TEXT_MAX).isPresent()) {
      section.wrong(
          key, section.value(key).orElseThrow(), "at most 200 characters", "Write a shorter text.");
    }
    return text;
  }

  private Optional<String> header(Section section) {
    return matching(
        section, "header", HEADER, "the name of a header", "Write header: X-Hub-Signature-256.");
  }

  private Optional<String> field(Section section) {
    return matching(
        section, "field", FIELD, "the name of a part of the header, as v1 in v1=ab", "Write v1.");
  }

  private static Optional<String> matching(
      Section section, String key, Pattern pattern, String what, String mend) {
    var text = section.text(key);
    if (text.filter(some -> !pattern.matcher(some).matches()).isPresent()) {
      section.wrong(key, section.value(key).orElseThrow(), what, mend);
      return Optional.empty();
    }
    return text;
  }

  /// What stands in a secret's place is never shown: it may well be the secret itself.
  private Optional<String> secret(Section section) {
    var node = section.value("secret");
    if (node.isEmpty()) {
      findings.at(section.mapping(), section.called("secret") + " is missing.", SECRET_MEND);
      return Optional.empty();
    }
    var text = node.get() instanceof Node.Scalar scalar ? scalar.text().orElse("") : "";
    if (!SecretRules.isMeantBy(text)) {
      findings.at(
          node.get(),
          section.called("secret") + " must name a secret, and must not be the secret itself.",
          SECRET_MEND);
      return Optional.empty();
    }
    var wrong = SecretRules.wrong(text);
    wrong.ifPresent(some -> findings.at(node.get(), some.what(), some.mend()));
    return wrong.isPresent() ? Optional.empty() : Optional.of(text);
  }

  private static Map<String, Proof.Algorithm> algorithms() {
    var words = new LinkedHashMap<String, Proof.Algorithm>();
    words.put(Proof.Algorithm.SHA256.word(), Proof.Algorithm.SHA256);
    words.put(Proof.Algorithm.SHA512.word(), Proof.Algorithm.SHA512);
    words.put(Proof.Algorithm.SHA1.word(), Proof.Algorithm.SHA1);
    return words;
  }

  private static Map<String, Proof.Encoding> encodings() {
    var words = new LinkedHashMap<String, Proof.Encoding>();
    for (var encoding : Proof.Encoding.values()) {
      words.put(encoding.word(), encoding);
    }
    return words;
  }
}
