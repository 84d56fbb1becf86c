package dev.millrace.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.event.Proof;
import dev.millrace.definition.event.Proof.Algorithm;
import dev.millrace.definition.event.Proof.Encoding;
import dev.millrace.definition.event.Proof.Place;
import dev.millrace.definition.event.Proof.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schemes of senders, with the values that their documentation gives.
class SignaturesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_531_420_618);

  /// docs.github.com, "Validating webhook deliveries".
  private static final Proof GITHUB =
      hmac("X-Hub-Signature-256", "sha256=", Encoding.HEX, Algorithm.SHA256);

  private static final String GITHUB_SECRET = "It's a Secret to Everybody";
  private static final String GITHUB_BODY = "Hello, World!";
  private static final String GITHUB_SIGNATURE =
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  /// api.slack.com, "Verifying requests from Slack".
  private static final Proof SLACK =
      new Proof.Hmac(
          "X-Slack-Signature",
          Optional.empty(),
          "secret://slack",
          Algorithm.SHA256,
          "v0=",
          Encoding.HEX,
          "v0:{timestamp}:{body}",
          Optional.of(
              new Timestamp(
                  new Place.Header("X-Slack-Request-Timestamp"), Proof.TOLERANCE_DEFAULT)));

  private static final String SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final String SLACK_BODY =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
          + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
          + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
          + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
          + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
  private static final String SLACK_SIGNATURE =
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

  /// The scheme of docs.stripe.com, "Verify webhook signatures manually", which has no example with
  /// its secret; the value is of Python's hmac.
  private static final Proof STRIPE =
      new Proof.Hmac(
          "Stripe-Signature",
          Optional.of("v1"),
          "secret://stripe",
          Algorithm.SHA256,
          "",
          Encoding.HEX,
          "{timestamp}.{body}",
          Optional.of(new Timestamp(new Place.Field("t"), Proof.TOLERANCE_DEFAULT)));

  private static final String STRIPE_BODY = "{\"id\":\"evt_1\",\"type\":\"charge.succeeded\"}";
  private static final String STRIPE_V1 =
      "48c3033cdc43b72438a7493dad6456744eff95411ba8bf4de6f2d2a25999b9ff";

  /// Base64, as Shopify writes it; the value is of Python's hmac.
  private static final Proof SHOPIFY =
      hmac("X-Shopify-Hmac-Sha256", "", Encoding.BASE64, Algorithm.SHA256);

  private static Proof hmac(String header, String prefix, Encoding encoding, Algorithm algorithm) {
    return new Proof.Hmac(
        header,
        Optional.empty(),
        "secret://a",
        algorithm,
        prefix,
        encoding,
        Proof.Hmac.BODY,
        Optional.empty());
  }

  private static boolean proves(
      Proof proof, String secret, String body, Instant now, Map<String, List<String>> headers) {
    var delivery = new Delivery(headers, body.getBytes(StandardCharsets.UTF_8));
    return Signatures.proves(proof, delivery, secret, now);
  }

  private static boolean github(String header, String body) {
    var headers = Map.of("X-HUB-Signature-256", List.of(header));
    return proves(GITHUB, GITHUB_SECRET, body, NOW, headers);
  }

  private static boolean slack(Instant now, String time) {
    var headers =
        Map.of(
            "x-slack-signature", List.of(SLACK_SIGNATURE),
            "x-slack-request-timestamp", List.of(time));
    return proves(SLACK, SLACK_SECRET, SLACK_BODY, now, headers);
  }

  private static boolean stripe(String header) {
    var headers = Map.of("Stripe-Signature", List.of(header));
    return proves(STRIPE, "whsec_test", STRIPE_BODY, NOW, headers);
  }

  @Test
  void what_github_documents_is_right() {
    assertThat(github(GITHUB_SIGNATURE, GITHUB_BODY)).isTrue();
    assertThat(github(GITHUB_SIGNATURE.replace("757107ea", "757107EA"), GITHUB_BODY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256=",
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18",
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e",
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1700",
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1",
        "sha256=\u0000zz107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
      })
  void another_signature_is_wrong(String header) {
    assertThat(github(header, GITHUB_BODY)).isFalse();
  }

  @Test
  void another_body_another_secret_and_no_header_are_wrong() {
    assertThat(github(GITHUB_SIGNATURE, "Hello, World?")).isFalse();
    var headers = Map.of("X-Hub-Signature-256", List.of(GITHUB_SIGNATURE));
    assertThat(proves(GITHUB, GITHUB_SECRET + "!", GITHUB_BODY, NOW, headers)).isFalse();
    assertThat(proves(GITHUB, GITHUB_SECRET, GITHUB_BODY, NOW, Map.of())).isFalse();
  }

  @Test
  void a_header_that_stands_twice_proves_nothing() {
    var headers = Map.of("X-Hub-Signature-256", List.of(GITHUB_SIGNATURE, GITHUB_SIGNATURE));
    assertThat(proves(GITHUB, GITHUB_SECRET, GITHUB_BODY, NOW, headers)).isFalse();
  }

  @Test
  void what_slack_documents_is_right_for_five_minutes() {
    assertThat(slack(NOW, "1531420618")).isTrue();
    assertThat(slack(NOW.plus(Duration.ofMinutes(5)), "1531420618")).isTrue();
    assertThat(slack(NOW.minus(Duration.ofMinutes(5)), "1531420618")).isTrue();
    assertThat(slack(NOW.plus(Duration.ofMinutes(5)).plusMillis(1), "1531420618")).isFalse();
    assertThat(slack(NOW.minus(Duration.ofMinutes(5)).minusMillis(1), "1531420618")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1531420619", "01531420618", "-1531420618", "now", "99999999999", "1e9"})
  void a_time_that_was_not_signed_is_wrong(String time) {
    assertThat(slack(NOW, time)).isFalse();
  }

  /// Stripe sends two signatures while its secret is being changed, and v0 from test accounts.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t=1531420618,v1=@                  | true",
        "t=1531420618, v1=@                 | true",
        "v1=@,t=1531420618                  | true",
        "t=1531420618,v1=00ff,v1=@          | true",
        "t=1531420618,v1=nothex,v1=@,v0=6ff | true",
        "t=1531420618,v0=@                  | false",
        "t=1531420618,v1=                   | false",
        "t=1531420619,v1=@                  | false",
        "v1=@                               | false",
        "t=1531420618,t=1531420618,v1=@     | false",
        "@                                  | false",
        ",,=,                               | false"
      })
  void a_header_of_stripe_holds_a_time_and_signatures(String header, boolean isRight) {
    assertThat(stripe(header.replace("@", STRIPE_V1))).isEqualTo(isRight);
  }

  @Test
  void a_signature_may_be_written_in_base_64() {
    var right = "BSo+BS/z0qzpUs18V+Da10NKRvtzR4zoUq7A39dyIPs=";
    for (var header : List.of(right, right.toLowerCase(Locale.ROOT), "?", right + "A")) {
      var headers = Map.of("X-Shopify-Hmac-Sha256", List.of(header));
      assertThat(proves(SHOPIFY, "hush", STRIPE_BODY, NOW, headers))
          .isEqualTo(header.equals(right));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer a-token, true",
    "bearer a-token, true",
    "Bearer  a-token, true",
    "Bearer a-tokem, false",
    "Bearer a-token2, false",
    "Bearer, false",
    "a-token, false",
    "Basic a-token, false"
  })
  void a_token_is_shown_as_bearer(String header, boolean isRight) {
    var proof = new Proof.Token(Optional.empty(), "secret://a");
    var headers = Map.of("authorization", List.of(header));
    assertThat(proves(proof, "a-token", "", NOW, headers)).isEqualTo(isRight);
  }

  @Test
  void a_token_may_have_a_header_of_its_own() {
    var proof = new Proof.Token(Optional.of("X-Gitlab-Token"), "secret://a");
    assertThat(proves(proof, "a-token", "", NOW, Map.of("x-gitlab-token", List.of("a-token"))))
        .isTrue();
    assertThat(proves(proof, "a-token", "", NOW, Map.of("x-gitlab-token", List.of("")))).isFalse();
    assertThat(proves(proof, "a-token", "", NOW, Map.of("x-token", List.of("a-token")))).isFalse();
  }
}
