package dev.millrace.core.cron;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/// The numbers that a field allows.
///
/// @param field any but the day fields, whose values hang on the month
/// @param numbers ascending, each once, at least one
public record Values(Field field, List<Integer> numbers) {
  /// Sorts the numbers.
  ///
  /// @throws IllegalArgumentException when there is none, or one is not of the field
  public Values {
    if (field == Field.DAY_OF_MONTH || field == Field.DAY_OF_WEEK || numbers.isEmpty()) {
      throw new IllegalArgumentException("no values of a field: " + field + " " + numbers);
    }
    numbers = numbers.stream().distinct().sorted().toList();
    if (numbers.getFirst() < field.least() || numbers.getLast() > field.most()) {
      throw new IllegalArgumentException("out of range: " + field + " " + numbers);
    }
  }

  /// The values of a collection.
  static Values of(Field field, Collection<Integer> numbers) {
    return new Values(field, List.copyOf(numbers));
  }

  /// All that the field has.
  static Values all(Field field) {
    return new Values(field, IntStream.rangeClosed(field.least(), field.most()).boxed().toList());
  }

  /// Whether nothing is left out.
  boolean areAll() {
    return numbers.size() == field.most() - field.least() + 1;
  }

  /// A bit for each number, counted from the field's least, for fields of at most 64 values.
  long bits() {
    var bits = 0L;
    for (var number : numbers) {
      bits |= 1L << (number - field.least());
    }
    return bits;
  }
}
