package dev.millrace.aws.dynamodb;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What one call leaves on an item that it writes, so that it can tell its own write from all
/// others when the answer was lost.
record Mark(AttributeValue value) {
  static final String ATTRIBUTE = "mark";

  /// Six digits of base 36: an item is written by few calls at once.
  private static final long BOUND = 36L * 36 * 36 * 36 * 36 * 36;

  /// Not seeded by us: copies of one snapshot must not draw the same.
  private static final SecureRandom RANDOM = new SecureRandom();

  /// A new one.
  static Mark next() {
    var text = Long.toString(RANDOM.nextLong(BOUND), Character.MAX_RADIX);
    return new Mark(AttributeValue.fromS(text));
  }

  /// The item with this mark.
  Map<String, AttributeValue> on(Map<String, AttributeValue> item) {
    var marked = new HashMap<>(item);
    marked.put(ATTRIBUTE, value);
    return marked;
  }

  boolean isOn(Map<String, AttributeValue> item) {
    return value.equals(item.get(ATTRIBUTE));
  }
}
