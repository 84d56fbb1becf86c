package dev.millrace.aws.dynamodb;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.RunStore.Claiming;
import dev.millrace.engine.store.Token;
import dev.millrace.engine.text.InstantText;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// CLAIM, STOP and TOKEN.
final class ClaimItems {
  private final Items items;
  private final Expiry expiry;

  ClaimItems(Items items, Expiry expiry) {
    this.items = items;
    this.expiry = expiry;
  }

  Claiming claim(Claim claim) {
    return switch (items.putNew(ClaimItem.SHAPE.item(ClaimItem.of(claim)))) {
      case Items.Putting.Stored _ -> new Claiming.Claimed();
      case Items.Putting.Refused(var standing) ->
          new Claiming.Taken(ClaimItem.SHAPE.read(standing).claim());
    };
  }

  Optional<Claim> claimOf(RunId run, AssignmentId assignment) {
    return items
        .get(items.key(run, SortKey.claim(assignment)))
        .map(item -> ClaimItem.SHAPE.read(item).claim());
  }

  /// Where it is refused, the word stands already: of a later epoch, or of this one.
  void putStop(RunId run, RunStore.Stop stop) {
    var item = StopItem.SHAPE.item(StopItem.of(run, stop, expiry.of(run)));
    var _ =
        items.putIf(
            item,
            "attribute_not_exists(sk) OR epoch < :epoch",
            Map.of(":epoch", AttributeValue.fromN(Integer.toString(stop.epoch()))));
  }

  /// Where it is refused, the token is there, perhaps with a later sign of life.
  void putToken(Token token) {
    var _ = items.putNew(TokenItem.SHAPE.item(TokenItem.of(token, expiry.of(token.run()))));
  }

  Optional<Token> token(RunId run, String hash) {
    return items
        .get(items.key(run, SortKey.token(hash)))
        .map(item -> TokenItem.SHAPE.read(item).token());
  }

  void seen(RunId run, String hash, Instant at) {
    try {
      items
          .client()
          .updateItem(
              update ->
                  update
                      .tableName(items.table())
                      .key(items.key(run, SortKey.token(hash)))
                      .updateExpression("SET lastSeen = :at")
                      // Of an item that is not there nothing is less: then nothing is written.
                      .conditionExpression("lastSeen < :at")
                      .expressionAttributeValues(
                          Map.of(":at", AttributeValue.fromS(InstantText.of(at)))));
    } catch (ConditionalCheckFailedException laterOrGone) {
      // A later sign of life stands, or there is no such token: either way nothing is to be noted.
    }
  }
}
