package dev.millrace.engine.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// JSON values as text and back, without losing a digit: a number that no double holds exactly is
/// read as a decimal, as the reader of DAG documents does it. Written and read here node by node: a
/// mapper is 370 classes, a tenth of a function's cold start.
public final class JsonText {
  /// The longest text of one JSON string: a payload is at most 50 MB.
  private static final int STRING_MAX = 64 << 20;

  /// The longest name of a field: ranges of works can be names.
  private static final int NAME_MAX = 1 << 20;

  /// Most digits of a number.
  private static final int NUMBER_MAX = 1_000;

  private static final JsonFactory FACTORY =
      ((JsonFactoryBuilder) JsonFactory.builder())
          // Names of fields are data here (ids, names of tasks): a table of them would only grow.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(STRING_MAX)
                  .maxNameLength(NAME_MAX)
                  .maxNumberLength(NUMBER_MAX)
                  .build())
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// Writes something with a generator.
  @FunctionalInterface
  public interface Writing {
    /// Writes; nothing fails, because the generator writes to memory.
    void to(JsonGenerator json) throws IOException;
  }

  /// Reads something with a parser.
  ///
  /// @param <T> what is read
  @FunctionalInterface
  public interface Reading<T> {
    /// Reads to the end.
    ///
    /// @param json stands before the first token
    /// @throws IOException when the text is no JSON
    T from(JsonParser json) throws IOException;
  }

  private JsonText() {}

  /// Writes a value in its shortest form.
  public static String write(JsonNode value) {
    return write(json -> write(json, value));
  }

  /// Writes a value in its shortest form as UTF-8.
  public static byte[] writeUtf8(JsonNode value) {
    var bytes = new ByteArrayOutputStream(512);
    // Through a writer: Jackson's own UTF-8 would escape what is beyond 16 bits.
    var text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
    try (var json = FACTORY.createGenerator(text)) {
      write(json, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing JSON to memory failed", impossible);
    }
    return bytes.toByteArray();
  }

  /// Writes a value into a larger text.
  public static void write(JsonGenerator json, JsonNode value) throws IOException {
    switch (value.getNodeType()) {
      case OBJECT -> {
        json.writeStartObject();
        for (var field : value.properties()) {
          json.writeFieldName(field.getKey());
          write(json, field.getValue());
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray();
        for (var element : value) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case STRING -> json.writeString(value.textValue());
      case NUMBER -> writeNumber(json, value);
      case BOOLEAN -> json.writeBoolean(value.booleanValue());
      case BINARY -> json.writeBinary(value.binaryValue());
      case NULL, MISSING -> json.writeNull();
      case POJO -> throw new IllegalArgumentException("no JSON: " + value);
    }
  }

  private static void writeNumber(JsonGenerator json, JsonNode number) throws IOException {
    switch (number.numberType()) {
      case INT -> json.writeNumber(number.intValue());
      case LONG -> json.writeNumber(number.longValue());
      case BIG_INTEGER -> json.writeNumber(number.bigIntegerValue());
      case FLOAT -> json.writeNumber(number.floatValue());
      case DOUBLE -> json.writeNumber(number.doubleValue());
      case BIG_DECIMAL -> json.writeNumber(number.decimalValue());
    }
  }

  /// Writes with a generator.
  public static String write(Writing writing) {
    var text = new StringWriter(512);
    try (var json = FACTORY.createGenerator(text)) {
      writing.to(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing JSON to memory failed", impossible);
    }
    return text.toString();
  }

  /// Reads a value.
  ///
  /// @throws StoredTextException when the text is not exactly one JSON value
  public static JsonNode read(String text) {
    return read("JSON", text, JsonText::readWhole);
  }

  /// Reads a value from UTF-8.
  ///
  /// @throws StoredTextException when the text is not exactly one JSON value
  public static JsonNode readUtf8(byte[] text) {
    try (var json = FACTORY.createParser(text)) {
      return readWhole(json);
    } catch (IOException wrong) {
      throw new StoredTextException("JSON cannot be read: " + wrong.getMessage(), wrong);
    }
  }

  /// Reads with a parser.
  ///
  /// @param what names what is read, for the message
  /// @throws StoredTextException when the text is no JSON, or holds a word that nobody knows
  public static <T> T read(String what, String text, Reading<T> reading) {
    try (var json = FACTORY.createParser(text)) {
      return reading.from(json);
    } catch (IOException | IllegalArgumentException wrong) {
      throw new StoredTextException(what + " cannot be read: " + wrong.getMessage(), wrong);
    }
  }

  private static JsonNode readWhole(JsonParser json) throws IOException {
    json.nextToken();
    var value = readValue(json);
    if (json.nextToken() != null) {
      throw new StoredTextException("JSON goes on after its end: " + json.currentToken());
    }
    return value;
  }

  /// Reads the value whose first token the parser shows; the parser then shows its last one.
  public static JsonNode readValue(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw new StoredTextException("JSON ends before it begins");
    }
    return switch (token) {
      case START_OBJECT -> {
        var object = NODES.objectNode();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          var name = json.currentName();
          json.nextToken();
          object.set(name, readValue(json));
        }
        yield object;
      }
      case START_ARRAY -> {
        var array = NODES.arrayNode();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(readValue(json));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.textNode(json.getText());
      case VALUE_NUMBER_INT -> integer(json);
      case VALUE_NUMBER_FLOAT -> decimal(json);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new StoredTextException("JSON has " + token + " where a value begins");
    };
  }

  /// The smallest node that holds it, so that equal numbers are equal nodes.
  private static JsonNode integer(JsonParser json) throws IOException {
    return switch (json.getNumberType()) {
      case INT -> IntNode.valueOf(json.getIntValue());
      case LONG -> LongNode.valueOf(json.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
          BigIntegerNode.valueOf(json.getBigIntegerValue());
    };
  }

  private static JsonNode decimal(JsonParser json) throws IOException {
    var near = json.getDoubleValue();
    var exact = json.getDecimalValue();
    var holds =
        Double.isFinite(near)
            && (near == 0 ? exact.signum() == 0 : BigDecimal.valueOf(near).compareTo(exact) == 0);
    return holds ? DoubleNode.valueOf(near) : DecimalNode.valueOf(exact);
  }
}
