package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunStatus;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.event.EventKey;
import dev.millrace.definition.event.EventPattern;
import dev.millrace.definition.event.EventSource;
import dev.millrace.definition.event.EventSource.Change;
import dev.millrace.definition.event.EventStart;
import dev.millrace.definition.event.Proof;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventStartTest {
  private static EventStart only(String start) {
    var definition = TestKinds.accepted("dag: a\nevents: [" + start + "]\ntasks: {a: {pass: 1}}\n");
    assertThat(definition.events()).hasSize(1);
    return definition.events().getFirst();
  }

  @Test
  void a_dag_without_the_key_has_no_event_start() {
    assertThat(TestKinds.accepted("dag: a\ntasks: {a: {pass: 1}}\n").events()).isEmpty();
  }

  @Test
  void what_is_not_said_of_a_signature_is_what_most_senders_do() {
    var start = only("{webhook: {hmac: {header: X-Sig, secret: \"secret://a\"}}}");
    assertThat(start)
        .isEqualTo(
            new EventStart(
                new EventSource.Webhook(
                    new Proof.Hmac(
                        "X-Sig",
                        Optional.empty(),
                        "secret://a",
                        Proof.Algorithm.SHA256,
                        "",
                        Proof.Encoding.HEX,
                        "{body}",
                        Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void every_key_is_read() {
    var text = TestKinds.text(Path.of("src/test/golden/accepted/every-key.yaml"));
    var events = TestKinds.accepted(text).events();
    assertThat(events).extracting(start -> start.source().word()).hasSize(11).contains("rule");
    assertThat(events.get(0).key()).contains(new EventKey.Header("X-GitHub-Delivery"));
    assertThat(events.get(0).filter()).isPresent();
    assertThat(events.get(1).key()).containsInstanceOf(EventKey.Computed.class);
    assertThat(events.get(1).source())
        .isEqualTo(
            new EventSource.Webhook(
                new Proof.Hmac(
                    "Stripe-Signature",
                    Optional.of("v1"),
                    "ssm://stripe",
                    Proof.Algorithm.SHA256,
                    "",
                    Proof.Encoding.HEX,
                    "{timestamp}.{body}",
                    Optional.of(
                        new Proof.Timestamp(new Proof.Place.Field("t"), Duration.ofMinutes(10))))));
    assertThat(events.get(4).source())
        .isEqualTo(new EventSource.Webhook(new Proof.Token(Optional.empty(), "secret://bearer")));
    assertThat(events.get(8).source())
        .isEqualTo(
            new EventSource.Bucket(
                "uploads", "in/", ".csv", Set.of(Change.CREATED, Change.DELETED)));
    assertThat(events.get(9).source())
        .isEqualTo(
            new EventSource.After(
                new DagName("other"), Set.of(RunStatus.FAILED, RunStatus.TIMED_OUT)));
    assertThat(events.get(10).source())
        .isEqualTo(new EventSource.After(new DagName("third"), Set.of(RunStatus.SUCCEEDED)));
  }

  @Test
  void a_queue_is_meant_by_its_name_or_by_its_whole_arn() {
    var arn = "arn:aws:sqs:eu-central-1:111122223333:orders";
    assertThat(new EventSource.Queue("orders").isMeant(arn)).isTrue();
    assertThat(new EventSource.Queue(arn).isMeant(arn)).isTrue();
    assertThat(new EventSource.Queue("order").isMeant(arn)).isFalse();
    assertThat(new EventSource.Queue(arn).isMeant(arn + "2")).isFalse();
  }

  /// As EventBridge's own pages on patterns say it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state: open                      | {\"state\": \"open\"}              | true",
        "state: open                      | {\"state\": \"shut\"}              | false",
        "state: open                      | {}                                 | false",
        "state: [open, shut]              | {\"state\": \"shut\", \"x\": 1}    | true",
        "state: [open]                    | {\"state\": [\"shut\", \"open\"]}  | true",
        "state: [open]                    | {\"state\": []}                    | false",
        "n: 5                             | {\"n\": 5.0}                       | true",
        "n: 5                             | {\"n\": \"5\"}                     | false",
        "n: null                          | {\"n\": null}                      | true",
        "n: null                          | {}                                 | false",
        "s: [{prefix: ab}]                | {\"s\": \"abc\"}                   | true",
        "s: [{prefix: ab}]                | {\"s\": \"cab\"}                   | false",
        "s: [{suffix: .png}]              | {\"s\": \"a.png\"}                 | true",
        "s: [{suffix: .png}]              | {\"s\": 5}                         | false",
        "s: [{anything-but: a}]           | {\"s\": \"b\"}                     | true",
        "s: [{anything-but: [a, b]}]      | {\"s\": \"b\"}                     | false",
        "s: [{anything-but: a}]           | {}                                 | false",
        "s: [{exists: true}]              | {\"s\": null}                      | true",
        "s: [{exists: true}]              | {}                                 | false",
        "s: [{exists: false}]             | {}                                 | true",
        "a: {b: [1, 2]}                   | {\"a\": {\"b\": 2, \"c\": 0}}      | true",
        "a: {b: 1}                        | {\"a\": [{\"b\": 0}, {\"b\": 1}]}  | true",
        "a: {b: 1}                        | {\"a\": 1}                         | false"
      })
  void patterns_fit_as_those_of_eventbridge(String pattern, String detail, boolean fits) {
    var start = only("{rule: {source: shop, detail: {" + pattern.strip() + "}}}");
    var read = start.source() instanceof EventSource.Rule rule ? rule.detail() : EventPattern.ANY;
    assertThat(read.fits(json(detail))).isEqualTo(fits);
  }

  private static JsonNode json(String text) {
    return switch (DocumentReader.read(text)) {
      case Document.Read(var root, _) -> root.toJson();
      case Document.Unreadable(var flaws) -> throw new AssertionError(flaws.toString());
    };
  }
}
