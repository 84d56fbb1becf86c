package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.DocumentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds docs/dag-language.md to the schema and to the reader.
class DagLanguagePageTest {
  private static final Path PAGE = Path.of("../../docs/dag-language.md");

  private static final Pattern KEYS =
      Pattern.compile("(<!-- keys: [^\n]*-->\n)(.*?)(<!-- end of keys -->)", Pattern.DOTALL);

  private static final Pattern BLOCK =
      Pattern.compile("```(yaml|yaml broken|text)\n(.*?)```", Pattern.DOTALL);

  private static final JsonNode SCHEMA = DagSchema.of(List.of());

  @Test
  void the_tables_of_keys_are_those_of_the_schema() throws IOException {
    var page = Files.readString(PAGE);
    var found = KEYS.matcher(page);
    assertThat(found.find()).isTrue();
    if (System.getProperty("golden.update") != null) {
      Files.writeString(
          PAGE, page.substring(0, found.start(2)) + tables() + page.substring(found.end(2)));
    }

    assertThat(KEYS.matcher(Files.readString(PAGE)).results().findFirst().orElseThrow().group(2))
        .isEqualTo(tables());
  }

  @Test
  void every_document_on_the_page_is_right_and_broken_ones_have_the_problems_shown()
      throws IOException {
    var blocks = BLOCK.matcher(Files.readString(PAGE)).results().toList();
    assertThat(blocks).hasSizeGreaterThan(3);
    for (var i = 0; i < blocks.size(); i++) {
      var text = blocks.get(i).group(2);
      switch (blocks.get(i).group(1)) {
        case "yaml" -> assertThat(TestKinds.accepted(text).tasks()).isNotEmpty();
        case "yaml broken" ->
            assertThat(shown(TestKinds.READER.read("report.yaml", text)))
                .isEqualTo(blocks.get(i + 1).group(2));
        default -> {} // compared with the document before it
      }
    }
  }

  @Test
  void the_page_names_the_limits_of_the_reader() throws IOException {
    var page = Files.readString(PAGE);

    assertThat(page)
        .contains(
            "4 MB, %,d values, nested %d deep"
                .formatted(DocumentReader.VALUES_MAX, DocumentReader.DEPTH_MAX))
        .contains("%d of %d characters".formatted(DagSection.TAGS_MAX, DagSection.TAG_LENGTH_MAX))
        .contains("| 100, %d |".formatted(RetrySection.POLICIES_MAX))
        .contains("%d, and the number of the rest".formatted(DagReader.PROBLEMS_MAX));
  }

  private static String shown(Reading reading) {
    return switch (reading) {
      case Reading.Accepted _ -> "accepted";
      case Reading.Refused(var problems) ->
          problems.stream().map(problem -> problem.rendered() + "\n").collect(Collectors.joining());
    };
  }

  private static String tables() {
    return table("Of the DAG", "/properties")
        + table("Of a schedule", "/$defs/schedule/properties")
        + table("Of `defaults`", "/properties/defaults/properties")
        + table("Of `concurrency`", "/properties/concurrency/properties")
        + table("Of an event start", "/$defs/eventStart/properties")
        + table("Of `hmac`", "/$defs/webhookHmac/properties")
        + table("Of its `timestamp`", "/$defs/webhookHmac/properties/timestamp/properties")
        + table("Of `token`", "/$defs/webhookToken/properties")
        + table("Of `rule`", "/$defs/eventRule/properties")
        + table("Of `object`", "/$defs/eventObject/properties")
        + table("Of `after`", "/$defs/eventAfter/properties")
        + table("Of a task", "/$defs/task/properties")
        + table("Of a need", "/$defs/task/properties/needs/items/anyOf/1/properties")
        + table("Of `map`", "/$defs/task/properties/map/properties")
        + table("Of a policy in `retry`", "/$defs/retryPolicy/properties")
        + "\n";
  }

  private static String table(String title, String pointer) {
    var rows =
        SCHEMA.at(pointer).properties().stream()
            .map(key -> "| `" + key.getKey() + "` | " + description(key.getValue()) + " |\n")
            .collect(Collectors.joining());
    return "\n| " + title + " | |\n|---|---|\n" + rows;
  }

  private static String description(JsonNode key) {
    return key.path("description").asText().replace("|", "\\|");
  }
}
