package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.engine.store.Token;
import dev.millrace.engine.text.InstantText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// TOKEN: which attempt a callback token is for, found under the token's hash.
record TokenItem(
    String run,
    String sk,
    String work,
    long attempt,
    @Nullable String heartbeat,
    String lastSeen,
    long expiresAt) {
  static final String LAST_SEEN = "lastSeen";

  static final Shape.Mapping<TokenItem> SHAPE =
      Shape.of(
              TokenItem.class,
              draft ->
                  new TokenItem(
                      draft.text(Tables.RUN),
                      draft.text(Tables.SK),
                      draft.text("work"),
                      draft.number("attempt"),
                      draft.optional("heartbeat", String.class).orElse(null),
                      draft.text(LAST_SEEN),
                      draft.number(Tables.EXPIRES_AT)))
          .text(Tables.RUN, TokenItem::run)
          .text(Tables.SK, TokenItem::sk)
          .text("work", TokenItem::work)
          .number("attempt", TokenItem::attempt)
          .text("heartbeat", TokenItem::heartbeat)
          .text(LAST_SEEN, TokenItem::lastSeen)
          .number(Tables.EXPIRES_AT, TokenItem::expiresAt)
          .build();

  static TokenItem of(Token token, long expiresAt) {
    return new TokenItem(
        token.run().text(),
        SortKey.token(token.hash()),
        token.work().toString(),
        token.attempt(),
        token.heartbeat().map(Duration::toString).orElse(null),
        InstantText.of(token.lastSeen()),
        expiresAt);
  }

  Token token() {
    return new Token(
        new RunId(run),
        sk.substring(SortKey.token("").length()),
        Work.parse(work),
        Math.toIntExact(attempt),
        Optional.ofNullable(heartbeat).map(Duration::parse),
        InstantText.parse(lastSeen));
  }
}
