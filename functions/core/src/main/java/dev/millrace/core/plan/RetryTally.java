package dev.millrace.core.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Retries that a work has used, policy by policy, since its first attempt (of this redrive).
///
/// @param used retries used, by the place of the policy in the task's list
/// @param firstStartedAt when the first attempt started
public record RetryTally(List<Integer> used, Instant firstStartedAt) {
  /// Copies the list.
  public RetryTally {
    used = List.copyOf(used);
  }

  /// No retry used yet.
  public static RetryTally startedAt(Instant firstStartedAt) {
    return new RetryTally(List.of(), firstStartedAt);
  }

  /// Retries used under the policy at `place`.
  public int usedOf(int place) {
    return place < used.size() ? used.get(place) : 0;
  }

  /// One more retry under the policy at `place`.
  public RetryTally oneMoreOf(int place) {
    var more = new ArrayList<>(used);
    while (more.size() <= place) {
      more.add(0);
    }
    more.set(place, more.get(place) + 1);
    return new RetryTally(more, firstStartedAt);
  }
}
