package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DagSchemaTest {
  private static final JsonNode SCHEMA = DagSchema.of(TestKinds.ALL);

  @Test
  void the_schema_is_itself_a_valid_schema() {
    assertThat(JsonSchemas.flawsOfSchema(SCHEMA)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void every_right_document_is_valid(Path document) {
    assertThat(flaws(TestKinds.text(document))).isEmpty();
  }

  /// Broken documents whose mistake is one of shape. What hangs on other tasks, on expressions or
  /// on the language of params is beyond a schema.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arguments",
        "bad-names",
        "concurrency",
        "dag-name-is-number",
        "durations",
        "map-names",
        "map-shapes",
        "missing-name-and-tasks",
        "needs-shapes",
        "no-action",
        "no-tasks",
        "params-no-schema",
        "retry-shapes",
        "events-empty",
        "events-is-mapping",
        "events-shapes",
        "events-values",
        "schedule-shapes",
        "tags",
        "task-not-a-map",
        "tasks-as-list",
        "two-actions",
        "unknown-action",
        "unknown-keys-below",
        "unknown-on",
        "unknown-task-keys",
        "unknown-top-keys",
        "unknown-trigger",
        "when-not-expression",
        "wrong-types",
        "list-document"
      })
  void documents_of_a_wrong_shape_are_not_valid(String name) {
    var document = Path.of("src/test/golden/problems", name + ".yaml");

    assertThat(flaws(TestKinds.text(document))).isNotEmpty();
  }

  @Test
  void the_schema_has_the_keys_that_the_reader_knows() {
    assertThat(keys("/properties")).isEqualTo(DagSection.KEYS);
    assertThat(keys("/properties/defaults/properties")).isEqualTo(DagSection.DEFAULTS_KEYS);
    assertThat(keys("/properties/concurrency/properties")).isEqualTo(DagSection.CONCURRENCY_KEYS);
    assertThat(keys("/$defs/task/properties/needs/items/anyOf/1/properties"))
        .isEqualTo(NeedsSection.KEYS);
    assertThat(keys("/$defs/task/properties/map/properties")).isEqualTo(MapSection.KEYS);
    assertThat(keys("/$defs/schedule/properties")).isEqualTo(ScheduleSection.KEYS);
    assertThat(keys("/$defs/eventStart/properties")).isEqualTo(EventsSection.KEYS);
    assertThat(keys("/$defs/eventStart/properties/webhook/properties"))
        .isEqualTo(WebhookSection.KEYS);
    assertThat(keys("/$defs/webhookHmac/properties")).isEqualTo(WebhookSection.HMAC_KEYS);
    assertThat(keys("/$defs/webhookHmac/properties/timestamp/properties"))
        .isEqualTo(WebhookSection.TIMESTAMP_KEYS);
    assertThat(keys("/$defs/webhookToken/properties")).isEqualTo(WebhookSection.TOKEN_KEYS);
    assertThat(keys("/$defs/eventRule/properties")).isEqualTo(EventsSection.RULE_KEYS);
    assertThat(keys("/$defs/eventObject/properties")).isEqualTo(EventsSection.OBJECT_KEYS);
    assertThat(keys("/$defs/eventAfter/properties")).isEqualTo(EventsSection.AFTER_KEYS);
    assertThat(keys("/$defs/retryPolicy/properties")).isEqualTo(RetrySection.KEYS);
    assertThat(keys("/$defs/task/properties"))
        .isEqualTo(
            Stream.concat(TaskSection.KEYS.stream(), TestKinds.ALL.stream().map(ActionKind::name))
                .toList());
  }

  @Test
  void the_schema_has_the_words_that_the_reader_knows() {
    assertThat(texts("/$defs/task/properties/trigger/enum")).isEqualTo(NeedsSection.TRIGGERS);
    assertThat(texts("/$defs/schedule/properties/overlap/enum"))
        .containsExactlyElementsOf(ScheduleSection.OVERLAPS.keySet());
    assertThat(texts("/$defs/schedule/properties/gap/enum"))
        .containsExactlyElementsOf(WhenSection.GAPS.keySet());
    assertThat(texts("/$defs/schedule/properties/repeat/enum"))
        .containsExactlyElementsOf(WhenSection.REPEATS.keySet());
    assertThat(texts("/$defs/webhookHmac/properties/algorithm/enum"))
        .containsExactlyElementsOf(WebhookSection.ALGORITHMS.keySet());
    assertThat(texts("/$defs/webhookHmac/properties/encoding/enum"))
        .containsExactlyElementsOf(WebhookSection.ENCODINGS.keySet());
    assertThat(texts("/$defs/objectChange/enum"))
        .containsExactlyElementsOf(EventsSection.CHANGES.keySet());
    assertThat(texts("/$defs/runEnd/enum"))
        .containsExactlyElementsOf(EventsSection.STATUSES.keySet());
    assertThat(texts("/$defs/end/enum"))
        .containsExactlyInAnyOrderElementsOf(NeedsSection.ENDS.keySet());
  }

  @Test
  void every_key_has_a_description_for_editors() {
    for (var properties : SCHEMA.findValues("properties")) {
      for (var property : properties.properties()) {
        var value = property.getValue();
        var isArgument =
            TestKinds.ALL.stream()
                .anyMatch(k -> k.schema().findValues("properties").contains(properties));
        assertThat(isArgument || value.has("description") || value.has("$ref"))
            .describedAs(property.getKey())
            .isTrue();
      }
    }
  }

  static List<Path> accepted() {
    return TestKinds.acceptedDocuments();
  }

  private static List<JsonSchemas.SchemaFlaw> flaws(String text) {
    return switch (DocumentReader.read(text)) {
      case Document.Read(var root, _) ->
          JsonSchemas.flaws(JsonSchemas.compile(SCHEMA), root.toJson());
      case Document.Unreadable(var flaws) -> throw new AssertionError(flaws.toString());
    };
  }

  private static List<String> keys(String pointer) {
    var keys = new ArrayList<String>();
    SCHEMA.at(pointer).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<String> texts(String pointer) {
    var texts = new ArrayList<String>();
    SCHEMA.at(pointer).forEach(text -> texts.add(text.textValue()));
    return texts;
  }
}
