package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The door to the JSON Schema library: draft 2020-12 with formats asserted, nothing fetched, and
/// patterns that cannot run away. Loading the library takes a good part of a second, so nothing
/// here is touched before the first schema is.
final class JsonSchemas {
  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder()
          .formatAssertionsEnabled(true)
          .pathType(PathType.JSON_POINTER)
          .locale(Locale.ROOT)
          .regularExpressionFactory(BoundedPattern::compile)
          .build();

  private JsonSchemas() {}

  /// Something that a schema does not allow.
  ///
  /// @param pointer JSON pointer to the value
  /// @param message what is wrong, to follow the name of the value: `must be of type string`
  record SchemaFlaw(String pointer, String message, String mend) {}

  /// A schema made ready to check values.
  static Schema compile(JsonNode schema) {
    // A registry of its own: a shared one would keep the schemas of every DAG version ever read.
    return registry().getSchema(schema);
  }

  /// What is wrong with a schema by the draft's own schema of schemas.
  static List<SchemaFlaw> flawsOfSchema(JsonNode schema) {
    return flaws(MetaSchema.SCHEMA, schema);
  }

  /// What a schema does not allow of a value.
  ///
  /// @throws BoundedPattern.TooCostly when a pattern takes too long on the value
  static List<SchemaFlaw> flaws(Schema schema, JsonNode value) {
    return schema.validate(value).stream().map(JsonSchemas::flaw).distinct().toList();
  }

  private static SchemaFlaw flaw(Error error) {
    var pointer = error.getInstanceLocation().toString();
    var rule = error.getSchemaNode();
    var keyword = error.getKeyword() == null ? "" : error.getKeyword();
    var property = error.getProperty() == null ? "" : error.getProperty();
    return switch (keyword) {
      case "required" ->
          new SchemaFlaw(pointer, "lacks \"" + property + "\"", "Add \"" + property + "\".");
      case "additionalProperties", "unevaluatedProperties" ->
          new SchemaFlaw(
              pointer,
              "has \"" + property + "\", which is not among the known properties",
              "Take \"" + property + "\" out.");
      case "type" ->
          new SchemaFlaw(
              pointer,
              "must be of type " + words(rule),
              "Give a value of type " + words(rule) + ".");
      case "enum" ->
          new SchemaFlaw(pointer, "must be one of " + words(rule), "Give one of these values.");
      case "const" -> new SchemaFlaw(pointer, "must be " + words(rule), "Give this value.");
      case "format" ->
          new SchemaFlaw(
              pointer,
              "must be a " + words(rule),
              "Give a value in the form of a " + words(rule) + ".");
      case "pattern" ->
          new SchemaFlaw(
              pointer, "must match the pattern " + words(rule), "Give a text that matches it.");
      default ->
          new SchemaFlaw(
              pointer,
              predicate(error),
              "Give a value that \"" + keyword + "\" of the schema allows.");
    };
  }

  private static String predicate(Error error) {
    var message = error.getMessage();
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static String words(JsonNode rule) {
    return rule.isArray()
        ? StreamSupport.stream(rule.spliterator(), false)
            .map(JsonSchemas::word)
            .collect(Collectors.joining(" or "))
        : word(rule);
  }

  private static String word(JsonNode rule) {
    return rule.isTextual() ? rule.textValue() : rule.toString();
  }

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(
        Dialects.getDraft202012(),
        builder ->
            builder
                .schemaRegistryConfig(CONFIG)
                .schemaLoader(loader -> loader.fetchRemoteResources(false)));
  }

  /// Loaded when the first document with `params` is read.
  private static final class MetaSchema {
    static final Schema SCHEMA = registry().getSchema(SchemaLocation.of(ParamsSection.DRAFT));
  }
}
