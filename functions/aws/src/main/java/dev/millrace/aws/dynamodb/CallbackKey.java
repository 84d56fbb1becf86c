package dev.millrace.aws.dynamodb;

import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.text.StoredTextException;
import java.security.SecureRandom;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The key of the stack that callback tokens are made with: random, made once, kept in the table of
/// DAGs under a name that no DAG can have. Without it, callbacks that runs wait for could no longer
/// be answered; whoever reads it can answer them all (docs/decisions/001).
public final class CallbackKey {
  private static final String STACK = "#stack";
  private static final String SK = "CALLBACK-KEY";
  private static final String KEY = "key";

  private CallbackKey() {}

  /// The stack's key, which is made when there is none. Of several that make it at once one wins,
  /// and all are given the same.
  ///
  /// @param random draws the key; never one that was seeded before a snapshot
  public static byte[] of(DynamoDbClient client, Tables tables, SecureRandom random) {
    var items = new Items(client, tables.dags(), Tables.DAG);
    var standing = items.get(items.key(STACK, SK));
    return standing.map(CallbackKey::read).orElseGet(() -> made(items, random));
  }

  private static byte[] made(Items items, SecureRandom random) {
    var key = new byte[CallbackTokens.KEY_BYTES];
    random.nextBytes(key);
    var item =
        Map.of(
            Tables.DAG,
            AttributeValue.fromS(STACK),
            Tables.SK,
            AttributeValue.fromS(SK),
            KEY,
            AttributeValue.fromB(SdkBytes.fromByteArray(key)));
    return switch (items.putNew(item)) {
      case Items.Putting.Stored _ -> key;
      case Items.Putting.Refused(var standing) -> read(standing);
    };
  }

  private static byte[] read(Map<String, AttributeValue> item) {
    var key = item.get(KEY);
    var bytes = key == null || key.b() == null ? new byte[0] : key.b().asByteArray();
    if (bytes.length != CallbackTokens.KEY_BYTES) {
      throw new StoredTextException(
          ("the item %s, %s of the table of DAGs holds no key of %d bytes: restore it from a backup,"
                  + " or delete it; callbacks that are waited for can then no longer be answered")
              .formatted(STACK, SK, CallbackTokens.KEY_BYTES));
    }
    return bytes;
  }
}
