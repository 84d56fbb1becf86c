package dev.millrace.aws.dynamodb;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.run.Lease;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.text.InstantText;
import java.time.Duration;
import java.time.Instant;

/// CLAIM: who took an assignment, and until when that invocation may be at work.
record ClaimItem(
    String run,
    String sk,
    String message,
    String invocation,
    String leaseUntil,
    long host,
    long expiresAt) {
  /// Longer than a message can stay in a queue (14 days at most) and then in its dead-letter queue,
  /// so that no late duplicate claims again.
  static final Duration KEPT = Duration.ofDays(30);

  static final Shape.Mapping<ClaimItem> SHAPE =
      Shape.of(
              ClaimItem.class,
              draft ->
                  new ClaimItem(
                      draft.text(Tables.RUN),
                      draft.text(Tables.SK),
                      draft.text("message"),
                      draft.text("invocation"),
                      draft.text("leaseUntil"),
                      draft.number("host"),
                      draft.number(Tables.EXPIRES_AT)))
          .text(Tables.RUN, ClaimItem::run)
          .text(Tables.SK, ClaimItem::sk)
          .text("message", ClaimItem::message)
          .text("invocation", ClaimItem::invocation)
          .text("leaseUntil", ClaimItem::leaseUntil)
          .number("host", ClaimItem::host)
          .number(Tables.EXPIRES_AT, ClaimItem::expiresAt)
          .build();

  static ClaimItem of(Claim claim) {
    var lease = claim.lease();
    return new ClaimItem(
        claim.run().text(),
        SortKey.claim(claim.assignment()),
        claim.message(),
        lease.invocation(),
        InstantText.of(lease.until()),
        lease.host(),
        lease.until().plus(KEPT).getEpochSecond());
  }

  Claim claim() {
    Instant until = InstantText.parse(leaseUntil);
    return new Claim(
        new RunId(run),
        AssignmentId.parse(sk.substring(SortKey.CLAIMS.length())),
        message,
        new Lease(invocation, until, host));
  }
}
