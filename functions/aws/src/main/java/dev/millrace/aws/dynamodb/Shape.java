package dev.millrace.aws.dynamodb;

import dev.millrace.engine.text.StoredTextException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How a record stands as an item: the enhanced client's schema of it, which maps both ways without
/// reflection.
///
/// @param <T> the record
final class Shape<T> {
  private final Class<T> type;
  private final StaticImmutableTableSchema.Builder<T, Draft> schema;

  /// What was read of an item so far.
  static final class Draft {
    private final Map<String, Object> values = new HashMap<>();

    private void set(String name, @Nullable Object value) {
      if (value != null) {
        values.put(name, value);
      }
    }

    String text(String name) {
      return required(name, String.class);
    }

    long number(String name) {
      return required(name, Long.class);
    }

    int count(String name) {
      return Math.toIntExact(number(name));
    }

    <V> Optional<V> optional(String name, Class<V> type) {
      return Optional.ofNullable(values.get(name)).map(type::cast);
    }

    private <V> V required(String name, Class<V> type) {
      return optional(name, type)
          .orElseThrow(() -> new StoredTextException("an item without `" + name + "`"));
    }
  }

  private Shape(Class<T> type, Function<Draft, T> reading) {
    this.type = type;
    this.schema =
        StaticImmutableTableSchema.builder(type, Draft.class).newItemBuilder(Draft::new, reading);
  }

  /// @param reading makes the record from what was read
  static <T> Shape<T> of(Class<T> type, Function<Draft, T> reading) {
    return new Shape<>(type, reading);
  }

  Shape<T> text(String name, Function<T, @Nullable String> value) {
    return with(name, String.class, value);
  }

  Shape<T> number(String name, Function<T, @Nullable Long> value) {
    return with(name, Long.class, value);
  }

  private <V> Shape<T> with(String name, Class<V> type, Function<T, @Nullable V> value) {
    schema.addAttribute(
        type,
        attribute ->
            attribute.name(name).getter(value).setter((draft, found) -> draft.set(name, found)));
    return this;
  }

  Mapping<T> build() {
    return new Mapping<>(type, schema.build());
  }

  /// A finished shape. Safe for any number of threads.
  ///
  /// @param <T> the record
  static final class Mapping<T> {
    private final Class<T> type;
    private final TableSchema<T> schema;

    private Mapping(Class<T> type, TableSchema<T> schema) {
      this.type = type;
      this.schema = schema;
    }

    /// The item; absent values have no attribute.
    Map<String, AttributeValue> item(T value) {
      return schema.itemToMap(value, true);
    }

    /// @throws StoredTextException when the item lacks something
    T read(Map<String, AttributeValue> item) {
      var value = schema.mapToItem(item);
      if (value == null) {
        throw new StoredTextException("an empty item is no " + type.getSimpleName());
      }
      return value;
    }
  }
}
