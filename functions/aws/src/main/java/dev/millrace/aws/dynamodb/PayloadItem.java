package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.text.JsonText;
import dev.millrace.engine.text.StoredTextException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// INPUT and OUTPUT: a value as JSON, or where in the bucket it is.
final class PayloadItem {
  private static final String JSON = "json";
  private static final String KEY = "key";
  private static final String SIZE = "sizeBytes";

  private PayloadItem() {}

  static Map<String, AttributeValue> of(RunId run, String sk, Payload payload, long expiresAt) {
    var item = new HashMap<String, AttributeValue>();
    item.put(Tables.RUN, AttributeValue.fromS(run.text()));
    item.put(Tables.SK, AttributeValue.fromS(sk));
    item.put(Tables.EXPIRES_AT, AttributeValue.fromN(Long.toString(expiresAt)));
    switch (payload) {
      case Payload.Inline(var value) -> item.put(JSON, StoredText.of(JsonText.write(value)));
      case Payload.Reference(var key, var sizeBytes) -> {
        item.put(KEY, AttributeValue.fromS(key));
        item.put(SIZE, AttributeValue.fromN(Long.toString(sizeBytes)));
      }
    }
    return item;
  }

  static Payload read(Map<String, AttributeValue> item) {
    var json = item.get(JSON);
    if (json != null) {
      return new Payload.Inline(JsonText.read(StoredText.read(json)));
    }
    var key = item.get(KEY);
    var size = item.get(SIZE);
    if (key == null || size == null) {
      throw new StoredTextException("a payload that is neither here nor elsewhere");
    }
    return new Payload.Reference(key.s(), Long.parseLong(size.n()));
  }
}
