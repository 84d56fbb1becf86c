package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.aws.dynamodb.Tables;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;

/// The stack makes the tables that the adapters read and write.
class TablesTest {
  private static final Tables TABLES = new Tables("runs", "dags");

  /// What must agree of a table.
  ///
  /// @param keys `run HASH`, `sk RANGE`
  /// @param attributes `run S`
  /// @param indexes by name, their keys and what they show
  private record Shape(List<String> keys, TreeSet<String> attributes, Map<String, String> indexes) {
    static Shape of(CreateTableRequest table) {
      var indexes = new TreeMap<String, String>();
      table
          .globalSecondaryIndexes()
          .forEach(
              index ->
                  indexes.put(
                      index.indexName(),
                      keysOf(index.keySchema()) + " " + shown(index.projection())));
      return new Shape(
          keysOf(table.keySchema()),
          sorted(
              table.attributeDefinitions().stream()
                  .map(each -> each.attributeName() + " " + each.attributeTypeAsString())),
          indexes);
    }

    static Shape of(Resource table) {
      var indexes = new TreeMap<String, String>();
      table
          .property("GlobalSecondaryIndexes")
          .forEach(
              index ->
                  indexes.put(
                      index.path("IndexName").asText(),
                      keysOf(index.path("KeySchema")) + " " + shown(index.path("Projection"))));
      return new Shape(
          keysOf(table.property("KeySchema")),
          sorted(
              table
                  .property("AttributeDefinitions")
                  .valueStream()
                  .map(
                      each ->
                          each.path("AttributeName").asText()
                              + " "
                              + each.path("AttributeType").asText())),
          indexes);
    }

    private static List<String> keysOf(List<KeySchemaElement> keys) {
      return keys.stream().map(key -> key.attributeName() + " " + key.keyTypeAsString()).toList();
    }

    private static List<String> keysOf(JsonNode keys) {
      return keys.valueStream()
          .map(key -> key.path("AttributeName").asText() + " " + key.path("KeyType").asText())
          .toList();
    }

    private static String shown(Projection projection) {
      return projection.projectionTypeAsString() + sorted(projection.nonKeyAttributes().stream());
    }

    private static String shown(JsonNode projection) {
      return projection.path("ProjectionType").asText()
          + sorted(projection.path("NonKeyAttributes").valueStream().map(JsonNode::asText));
    }

    private static TreeSet<String> sorted(Stream<String> texts) {
      return new TreeSet<>(texts.toList());
    }
  }

  private static Resource inStack(Templates templates, String id) {
    return templates.resource(Templates.STATE, id);
  }

  @Test
  void the_table_of_runs_is_the_one_that_the_adapters_expect() {
    assertThat(Shape.of(inStack(Templates.ofRepository(), "Runs")))
        .isEqualTo(Shape.of(TABLES.runsTable()));
  }

  @Test
  void the_table_of_dags_is_the_one_that_the_adapters_expect() {
    assertThat(Shape.of(inStack(Templates.ofRepository(), "Dags")))
        .isEqualTo(Shape.of(TABLES.dagsTable()));
  }

  @Test
  void items_end_by_the_attribute_that_the_adapters_write() {
    for (var table : List.of("Runs", "Dags")) {
      assertThat(
              inStack(Templates.ofRepository(), table)
                  .property("TimeToLiveSpecification")
                  .path("AttributeName")
                  .asText())
          .isEqualTo(Tables.EXPIRES_AT);
    }
  }

  @Test
  void another_key_or_a_forgotten_column_of_a_list_would_show() {
    for (var fault :
        List.of(
            new Fault(
                Templates.STATE, "{AttributeName: sk, KeyType", "{AttributeName: item, KeyType"),
            new Fault(Templates.STATE, "[status, endedAt, counts, error]", "[status]"))) {
      assertThat(Shape.of(inStack(Templates.ofRepository().with(fault), "Runs")))
          .isNotEqualTo(Shape.of(TABLES.runsTable()));
    }
  }
}
