package dev.millrace.core.plan;

import java.time.Duration;

/// The queue that an attempt goes through, by how long its action may keep a worker.
public enum Lane {
  /// Actions of at most 50 s; a lost worker shows within a minute and a half.
  SHORT(Duration.ofSeconds(50)),
  /// Actions of up to 14 minutes. What takes longer must park.
  LONG(Duration.ofMinutes(14));

  private final Duration longest;

  Lane(Duration longest) {
    this.longest = longest;
  }

  /// How long one action may keep a worker of this lane.
  public Duration longest() {
    return longest;
  }

  /// The lane for an action that may keep a worker for `atMost`.
  public static Lane forActionsOf(Duration atMost) {
    return atMost.compareTo(SHORT.longest) <= 0 ? SHORT : LONG;
  }
}
