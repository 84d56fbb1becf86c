package dev.millrace.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.SourceFile;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.MessageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// events/ shows what AWS sends; here is held that it is what AWS sends, and what the engine and
/// the stack expect. That each handler understands its files, the handlers' own tests show.
class EventFilesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Templates TEMPLATES = Templates.ofRepository();

  static List<String> files() throws IOException {
    try (var files = Files.list(SourceFile.root().resolve("events"))) {
      return files
          .map(Path::getFileName)
          .map(Path::toString)
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  static Stream<JsonNode> messages() throws IOException {
    return files().stream()
        .flatMap(file -> event(file).path("Records").valueStream())
        .filter(record -> record.path("eventSource").asText().equals("aws:sqs"));
  }

  static JsonNode event(String file) {
    try {
      return JSON.readTree(Templates.read("events/" + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void the_page_says_whose_event_it_is(String file) {
    assertThat(Templates.read("events/README.md")).contains("`" + file + "`");
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_is_whole(JsonNode message) throws NoSuchAlgorithmException {
    var body = message.path("body").asText();
    var digest = MessageDigest.getInstance("MD5").digest(body.getBytes(UTF_8));
    assertThat(message.path("md5OfBody").asText()).isEqualTo(HexFormat.of().formatHex(digest));
    assertThat(message.path("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(message.path("attributes").path("MessageGroupId").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dispatch.json", "dispatch-long.json"})
  void an_assignment_of_a_lane_comes_from_its_queue(String file) {
    var records = event(file).path("Records");
    assertThat(records).hasSize(1);
    var read = MessageFormat.readDispatch(records.path(0).path("body").asText());
    assertThat(MessageFormat.write(read)).isEqualTo(records.path(0).path("body").asText());
    assertThat(read)
        .isInstanceOfSatisfying(
            DispatchMessage.Assignment.class,
            assignment ->
                assertThat(records.path(0).path("eventSourceARN").asText())
                    .endsWith(assignment.lane() == Lane.LONG ? "-dispatch-long" : "-dispatch"));
  }

  @Test
  void a_wake_is_read_as_it_was_written() {
    var body = event("dispatch-wake.json").path("Records").path(0).path("body").asText();
    var read = MessageFormat.readDispatch(body);
    assertThat(read).isInstanceOf(DispatchMessage.Wake.class);
    assertThat(MessageFormat.write(read)).isEqualTo(body);
  }

  @Test
  void results_come_ordered_by_run_and_with_what_only_fifo_queues_have() {
    var records = event("results.json").path("Records").valueStream().toList();
    assertThat(records).hasSizeGreaterThan(2).hasSizeLessThanOrEqualTo(10);
    for (var record : records) {
      var attributes = record.path("attributes");
      var result = MessageFormat.readResult(record.path("body").asText());
      assertThat(MessageFormat.write(result)).isEqualTo(record.path("body").asText());
      assertThat(attributes.path("MessageGroupId").asText()).isEqualTo(result.run().text());
      assertThat(attributes.path("MessageDeduplicationId").asText())
          .isEqualTo(result.deduplicationId());
      assertThat(attributes.path("SequenceNumber").asText()).hasSize(20);
    }
    assertThat(records)
        .extracting(record -> record.path("attributes").path("SequenceNumber").asText())
        .isSorted();
  }

  @Test
  void callbacks_come_through_the_open_routes_and_name_their_run() {
    for (var file : List.of("callback.json", "callback-heartbeat.json", "approval.json")) {
      var event = event(file);
      assertThat(TEMPLATES.ofType("AWS::ApiGatewayV2::Route"))
          .anyMatch(
              route ->
                  route.property("RouteKey").asText().equals(event.path("routeKey").asText())
                      && route.property("AuthorizationType").asText().equals("NONE"));
      assertThat(CallbackTokens.runOf(event.path("pathParameters").path("token").asText()))
          .isPresent();
    }
  }

  @Test
  void webhooks_come_through_the_open_route() {
    var event = event("start-webhook.json");
    assertThat(TEMPLATES.resource(Templates.MAIN, "HookRoute").property("RouteKey").asText())
        .isEqualTo(event.path("routeKey").asText());
    assertThat(
            TEMPLATES.resource(Templates.MAIN, "HookRoute").property("AuthorizationType").asText())
        .isEqualTo("NONE");
  }

  @Test
  void objects_come_from_one_bucket_and_are_the_same_however_it_tells() {
    var record = event("start-object.json").path("Records").path(0);
    var detail = event("start-object-rule.json").path("detail");
    assertThat(record.path("eventSource").asText()).isEqualTo("aws:s3");
    assertThat(record.at("/s3/bucket/name")).isEqualTo(detail.at("/bucket/name"));
    assertThat(record.at("/s3/object/sequencer")).isEqualTo(detail.at("/object/sequencer"));
  }

  @Test
  void calls_of_the_api_come_through_its_route_with_their_caller() {
    var event = event("api.json");
    assertThat(event.path("routeKey").asText())
        .isEqualTo(TEMPLATES.resource(Templates.MAIN, "ApiRoute").property("RouteKey").asText());
    assertThat(event.path("version").asText()).isEqualTo("2.0");
    assertThat(event.path("requestContext").path("authorizer").path("iam").path("userArn").asText())
        .startsWith("arn:aws:sts::111122223333:");
  }

  @Test
  void a_tick_is_an_instant_of_the_schedule() {
    assertThat(Instant.parse(event("start-tick.json").path("tick").asText()))
        .isEqualTo("2026-11-23T05:00:00Z");
  }

  @Test
  void daily_calls_send_what_the_files_say() throws IOException {
    for (var function : TEMPLATES.functions()) {
      var awake = function.events().stream().filter(event -> event.id().equals("Awake")).toList();
      if (function.name().equals("reconcile")) {
        assertThat(awake).isEmpty();
        continue;
      }
      var file =
          switch (function.name()) {
            case "api", "callback" -> "awake-http.json";
            case "start" -> "awake-start.json";
            default -> "awake-queue.json";
          };
      assertThat(awake).hasSize(1);
      assertThat(JSON.readTree(awake.getFirst().property("Input").asText())).isEqualTo(event(file));
    }
  }
}
