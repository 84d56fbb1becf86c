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
import java.util.Optional;
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
  /// @param message what is wrong, without a full stop
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
    return new SchemaFlaw(
        error.getInstanceLocation().toString(),
        message(error),
        mend(error).orElse("See the schema."));
  }

  private static String message(Error error) {
    var message = error.getMessage();
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static Optional<String> mend(Error error) {
    var rule = error.getSchemaNode();
    var keyword = error.getKeyword() == null ? "" : error.getKeyword();
    return switch (keyword) {
      case "required" -> Optional.ofNullable(error.getProperty()).map(p -> "Add \"" + p + "\".");
      case "additionalProperties", "unevaluatedProperties" ->
          Optional.ofNullable(error.getProperty()).map(p -> "Take \"" + p + "\" out.");
      case "type" -> Optional.of("Give a value of type " + words(rule) + ".");
      case "enum" -> Optional.of("Give one of " + words(rule) + ".");
      case "const" -> Optional.of("Give " + words(rule) + ".");
      case "format" -> Optional.of("Give a value in the form of a " + words(rule) + ".");
      default -> Optional.of("Give a value that the rule \"" + keyword + "\" allows.");
    };
  }

  private static String words(JsonNode rule) {
    return rule.isArray()
        ? StreamSupport.stream(rule.spliterator(), false)
            .map(JsonSchemas::word)
            .collect(Collectors.joining(", "))
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
