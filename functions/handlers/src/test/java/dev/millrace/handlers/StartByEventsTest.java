package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunId;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Webhooks, and events of a bus, a bucket and a queue, as AWS hands them to the function.
class StartByEventsTest {
  private static final String QUEUE = "events: [{queue: orders}]\n";

  private final TestStack stack = new TestStack();
  private final StartHandler handler = new StartHandler(stack.wiring);

  private void put(String dag, String more) {
    stack.put("dag: " + dag + "\n" + more + "tasks: {only: {pass: 1}}\n");
  }

  private List<RunId> runs() {
    return stack.host.runs().due(Instant.MAX, 100);
  }

  private JsonNode input(RunId run) {
    var record = stack.run(run.text());
    return stack.wiring.engine().readRun().show(record, ReadRun.Tasks.COUNTED).path("input");
  }

  @Test
  void a_webhook_of_github_starts_its_run_once() throws IOException {
    stack.secrets.keep("secret://hooks/github", "a shared secret of 2026");
    put(
        "triage",
        """
        events:
          - webhook: {hmac: {header: X-Hub-Signature-256, prefix: "sha256=", secret: "secret://hooks/github"}}
            filter: "${ event.headers.`x-github-event` = 'issues' }"
            input: {number: "${ event.body.issue.number }", how: "${ event.headers }"}
            dedupe: X-GitHub-Delivery
        """);
    var first = JsonText.read(stack.call(handler, EventFile.read("start-webhook")));
    var again = JsonText.read(stack.call(handler, EventFile.read("start-webhook")));

    assertThat(first.path("statusCode").asInt()).isEqualTo(202);
    assertThat(again.path("statusCode").asInt()).isEqualTo(200);
    assertThat(again.path("body")).isEqualTo(first.path("body"));
    assertThat(runs()).hasSize(1);
    var run = runs().getFirst();
    assertThat(first.path("body").asText()).contains(run.text());
    assertThat(run.text()).matches("triage\\.webhook-[0-9a-f]{32}");
    assertThat(input(run).path("number").asInt()).isEqualTo(1347);
    assertThat(input(run).path("how").has("x-hub-signature-256")).isFalse();
  }

  @Test
  void a_webhook_without_its_signature_learns_nothing() throws IOException {
    stack.secrets.keep("secret://hooks/github", "a shared secret of 2026");
    put("silent", "");
    put(
        "triage",
        """
        events: [{webhook: {hmac: {header: X-Hub-Signature-256, prefix: "sha256=", secret: "secret://hooks/github"}}}]
        """);
    var answers = new HashSet<String>();
    for (var dag : List.of("triage", "silent", "nowhere", "%2e%2e")) {
      var event = (ObjectNode) EventFile.read("start-webhook");
      event.put("rawPath", "/hooks/" + dag);
      event.put("body", event.path("body").asText().replace("opened", "closed"));
      answers.add(stack.call(handler, event));
    }
    assertThat(answers).hasSize(1);
    assertThat(JsonText.read(answers.iterator().next()).path("statusCode").asInt()).isEqualTo(401);
    assertThat(runs()).isEmpty();
  }

  @Test
  void an_event_of_a_bus_starts_each_dag_that_asks_for_it_once() throws IOException {
    put(
        "asks",
        "events: [{rule: {source: com.example.shop, detailType: Order Placed, detail: {items:"
            + " {article: tea}}}}]\n");
    put("asks_by_source", "events: [{rule: {source: com.example.shop}}]\n");
    put("wants_others", "events: [{rule: {source: com.example.shop, detailType: Order Paid}}]\n");
    put(
        "wants_coffee",
        "events: [{rule: {source: com.example.shop, detail: {items: {article: coffee}}}}]\n");
    put(
        "filters",
        "events: [{rule: {source: com.example.shop}, filter: \"${ event.detail.order = 'B' }\"}]\n");
    put("elsewhere", "events: [{rule: {source: com.example.till}}]\n");
    stack.call(handler, EventFile.read("start-rule"));
    stack.call(handler, EventFile.read("start-rule"));

    assertThat(runs())
        .extracting(run -> run.dag().text())
        .containsExactlyInAnyOrder("asks", "asks_by_source");
    assertThat(input(runs().getFirst()).path("order").asText()).isEqualTo("A-1001");
  }

  @Test
  void an_object_starts_one_run_whichever_way_its_bucket_tells() throws IOException {
    put("imports", "events: [{object: {bucket: uploads, prefix: in/, suffix: .csv}}]\n");
    put("cleans", "events: [{object: {bucket: uploads, on: deleted}}]\n");
    put("wants_others", "events: [{object: {bucket: uploads, prefix: out/}}]\n");
    stack.call(handler, EventFile.read("start-object"));
    stack.call(handler, EventFile.read("start-object-rule"));

    assertThat(runs()).hasSize(1);
    var run = runs().getFirst();
    assertThat(run.text()).matches("imports\\.object-[0-9a-f]{32}");
    assertThat(input(run))
        .isEqualTo(
            JsonText.read(
                """
                {"bucket": "uploads", "key": "in/orders of monday, 23.csv", "change": "created",
                 "size": 1024, "etag": "d41d8cd98f00b204e9800998ecf8427e",
                 "version": "096fKKXTRTtl3on89fVO.nfljtsv6qko", "sequencer": "0055AED6DCD90281E5",
                 "at": "2026-11-23T06:00:00.123Z"}
                """));
  }

  @Test
  void a_message_starts_its_run_once_and_is_taken() throws IOException {
    put("asks", QUEUE);
    var first = stack.call(handler, EventFile.read("start-queue"));
    stack.call(handler, EventFile.read("start-queue"));

    assertThat(first).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(runs()).hasSize(2);
    assertThat(runs())
        .extracting(run -> input(run).toString())
        .containsExactlyInAnyOrder(
            "{\"order\":\"A-1001\",\"day\":\"2026-11-23\"}", "\"no JSON at all\"");
  }

  @Test
  void a_message_that_starts_nothing_comes_back_and_the_others_do_not() throws IOException {
    put("asks", QUEUE + "params: {type: object, required: [order]}\n");
    assertThat(stack.call(handler, EventFile.read("start-queue")))
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"3f2535e5-0897-460b-9295-0d03773cf7eb\"}]}");
    assertThat(runs()).hasSize(1);
  }

  @Test
  void behind_a_message_that_comes_back_the_later_ones_of_its_group_come_back_too()
      throws IOException {
    put("asks", "events: [{queue: orders.fifo}]\nparams: {type: object, required: [order]}\n");
    var event = EventFile.read("start-queue");
    var groups = List.of("b", "a", "a");
    var records = (ArrayNode) event.path("Records");
    records.insert(1, records.get(1).deepCopy());
    records.add(records.get(0).deepCopy());
    records.remove(0);
    for (var at = 0; at < records.size(); at++) {
      var record = (ObjectNode) records.get(at);
      record
          .put("messageId", "m" + at)
          .put("eventSourceARN", "arn:aws:sqs:eu-central-1:111122223333:orders.fifo");
      ((ObjectNode) record.path("attributes")).put("MessageGroupId", groups.get(at));
    }
    assertThat(stack.call(handler, event))
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"},{\"itemIdentifier\":\"m1\"},"
                + "{\"itemIdentifier\":\"m2\"}]}");
    assertThat(runs()).isEmpty();
  }

  @Test
  void a_message_that_no_dag_asks_for_comes_back_until_one_does() throws IOException {
    var event = EventFile.read("start-queue");
    assertThat(stack.call(handler, event)).contains("2e1424d4").contains("3f2535e5");
    put("asks", QUEUE);
    assertThat(stack.call(handler, event)).isEqualTo("{\"batchItemFailures\":[]}");
  }

  @Test
  void a_dag_that_no_longer_asks_is_not_started() throws IOException {
    put("asks", QUEUE);
    put("asks", "");
    stack.later(Duration.ofHours(2));
    assertThat(stack.call(handler, EventFile.read("start-queue"))).contains("2e1424d4");
    assertThat(runs()).isEmpty();
  }
}
