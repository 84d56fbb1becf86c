package dev.millrace.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.core.DagName;
import dev.millrace.engine.store.ContentDigest;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.StoredTextException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// V#: one version of a DAG, which never changes. A document that is long even when it is packed
/// stands in the bucket.
final class VersionItem {
  /// An item has at most 400 KB; this leaves room for everything else.
  static final int DOCUMENT_MAX_BYTES = 300 * 1024;

  private static final String DOCUMENT = "document";
  private static final String DOCUMENT_KEY = "documentKey";
  private static final String VERSION = "version";
  private static final String DIGEST = "digest";
  private static final String CREATED = "created";

  private VersionItem() {}

  /// Eight digits, so that versions sort by number.
  static String sk(int version) {
    return "V#%08d".formatted(version);
  }

  /// The attributes of a document. A long one is in the bucket when this returns.
  static Map<String, AttributeValue> document(DagName dag, String document, PayloadStore payloads) {
    var stored = StoredText.of(document);
    if (stored.b() == null || stored.b().asByteArrayUnsafe().length <= DOCUMENT_MAX_BYTES) {
      return Map.of(DOCUMENT, stored);
    }
    var text = document.getBytes(UTF_8);
    // Which number it will get is not known yet.
    var key = "dag/%s/%s".formatted(dag, ContentDigest.of(text));
    payloads.put(key, text);
    return Map.of(DOCUMENT_KEY, AttributeValue.fromS(key));
  }

  static Map<String, AttributeValue> of(
      DagVersion version, Map<String, AttributeValue> documentAttributes) {
    var item = new HashMap<>(documentAttributes);
    item.put(Tables.DAG, AttributeValue.fromS(version.dag().text()));
    item.put(Tables.SK, AttributeValue.fromS(sk(version.version())));
    item.put(VERSION, AttributeValue.fromN(Integer.toString(version.version())));
    item.put(DIGEST, AttributeValue.fromS(version.digest()));
    item.put(CREATED, AttributeValue.fromS(InstantText.of(version.created())));
    return item;
  }

  static DagVersion read(Map<String, AttributeValue> item, PayloadStore payloads) {
    var document = item.get(DOCUMENT);
    return new DagVersion(
        new DagName(required(item, Tables.DAG).s()),
        Integer.parseInt(required(item, VERSION).n()),
        document != null
            ? StoredText.read(document)
            : new String(payloads.get(required(item, DOCUMENT_KEY).s()), UTF_8),
        required(item, DIGEST).s(),
        InstantText.parse(required(item, CREATED).s()));
  }

  private static AttributeValue required(Map<String, AttributeValue> item, String attribute) {
    var value = item.get(attribute);
    if (value == null) {
      throw new StoredTextException("a DAG's version without `" + attribute + "`");
    }
    return value;
  }
}
