package dev.millrace.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.ContentDigest;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.text.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// ITEMS: what a mapped task works on, ten an item, so that each worker reads only its own.
final class MapItems {
  /// Longer groups go to the bucket: an item has at most 400 KB, and already at this length a put
  /// there is cheaper.
  static final int INLINE_MAX_BYTES = 100 * 1024;

  private final Items items;
  private final Batches batches;
  private final PayloadStore payloads;
  private final Expiry expiry;

  MapItems(Items items, Batches batches, PayloadStore payloads, Expiry expiry) {
    this.items = items;
    this.batches = batches;
    this.payloads = payloads;
    this.expiry = expiry;
  }

  void put(RunId run, TaskName task, List<JsonNode> all) {
    var expiresAt = expiry.of(run);
    var groups = new ArrayList<Map<String, AttributeValue>>();
    for (var from = 0; from < all.size(); from += RunStore.ITEMS_GROUP) {
      var group = JsonNodeFactory.instance.arrayNode(RunStore.ITEMS_GROUP);
      group.addAll(all.subList(from, Math.min(all.size(), from + RunStore.ITEMS_GROUP)));
      var sk = SortKey.items(task, from / RunStore.ITEMS_GROUP);
      groups.add(PayloadItem.of(run, sk, kept(run, sk, group), expiresAt));
    }
    batches.put(groups);
  }

  /// The digest in the key: a redrive may cut other items for the same group, and what stands under
  /// a key never changes.
  private Payload kept(RunId run, String sk, JsonNode group) {
    var text = JsonText.writeUtf8(group);
    if (text.length <= INLINE_MAX_BYTES) {
      return new Payload.Inline(group);
    }
    var key = "run/%s/%s-%s".formatted(run, sk.replace('#', '-'), ContentDigest.of(text));
    payloads.put(key, text);
    return new Payload.Reference(key, text.length);
  }

  List<JsonNode> get(RunId run, TaskName task, int group) {
    var item =
        items
            .get(items.key(run, SortKey.items(task, group)))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "run " + run + " has no items " + group + " of task " + task));
    var cut = new ArrayList<JsonNode>(RunStore.ITEMS_GROUP);
    switch (PayloadItem.read(item)) {
      case Payload.Inline(var json) -> json.forEach(cut::add);
      case Payload.Reference(var key, _) ->
          JsonText.read(new String(payloads.get(key), UTF_8)).forEach(cut::add);
    }
    return cut;
  }
}
