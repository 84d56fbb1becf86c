package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.core.run.StopCause;
import dev.millrace.engine.store.RunStore.Stop;

/// STOP: no further action may start in this epoch of the run.
record StopItem(String run, String sk, long epoch, String cause, long expiresAt) {
  static final String EPOCH = "epoch";

  static final Shape.Mapping<StopItem> SHAPE =
      Shape.of(
              StopItem.class,
              draft ->
                  new StopItem(
                      draft.text(Tables.RUN),
                      draft.text(Tables.SK),
                      draft.number(EPOCH),
                      draft.text("cause"),
                      draft.number(Tables.EXPIRES_AT)))
          .text(Tables.RUN, StopItem::run)
          .text(Tables.SK, StopItem::sk)
          .number(EPOCH, StopItem::epoch)
          .text("cause", StopItem::cause)
          .number(Tables.EXPIRES_AT, StopItem::expiresAt)
          .build();

  static StopItem of(RunId run, Stop stop, long expiresAt) {
    return new StopItem(run.text(), SortKey.STOP, stop.epoch(), stop.cause().name(), expiresAt);
  }

  Stop stop() {
    return new Stop(Math.toIntExact(epoch), StopCause.valueOf(cause));
  }
}
