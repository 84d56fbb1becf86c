package dev.millrace.core.plan;

import dev.millrace.core.TaskState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// When the ends of its needs let a task start: one trigger rule over all needs, or `on:` need by
/// need. Both count the ends of needs and judge the counts.
public sealed interface StartRule {
  /// What to add to a task's packed [NeedCounts] when the need at `position` ends as `end`.
  long countOf(int position, TaskState end);

  /// What follows from the ends of the needs so far.
  Verdict judge(NeedCounts counts);

  /// Whether a failure of the need at `position` is what this task is there for, so that its
  /// success makes that failure a handled one.
  boolean asksForFailureOf(int position);

  /// One trigger rule over all needs.
  record Trigger(TriggerRule rule) implements StartRule {
    @Override
    public long countOf(int position, TaskState end) {
      return switch (end) {
        case SUCCEEDED -> NeedCounts.ONE_SUCCEEDED;
        case FAILED, CANCELLED -> NeedCounts.ONE_FAILED;
        case UPSTREAM_FAILED -> NeedCounts.ONE_UPSTREAM_FAILED;
        case SKIPPED -> NeedCounts.ONE_SKIPPED;
        case WAITING, EVALUATING, READY, DISPATCHED, RETRYING, PARKED ->
            throw new IllegalArgumentException(end + " is not an end state");
      };
    }

    @Override
    public Verdict judge(NeedCounts counts) {
      return rule.judge(counts);
    }

    @Override
    public boolean asksForFailureOf(int position) {
      return rule.asksForFailure();
    }
  }

  /// Need by need, the ends that each accepts. Counts an accepted end as a success, an unmet need
  /// that failed as a failure and any other unmet need as a skip.
  record PerNeed(List<Set<NeedEnd>> accepted, boolean acceptsFailure) implements StartRule {
    /// @throws IllegalArgumentException when a need accepts no end
    public PerNeed {
      accepted = accepted.stream().map(Set::copyOf).toList();
      if (accepted.stream().anyMatch(Set::isEmpty)) {
        throw new IllegalArgumentException("a need accepts no end");
      }
    }

    /// Accepted ends in the order of the needs.
    public static PerNeed of(List<? extends Set<NeedEnd>> accepted) {
      var copies = accepted.stream().map(ends -> (Set<NeedEnd>) EnumSet.copyOf(ends)).toList();
      return new PerNeed(copies, copies.stream().anyMatch(ends -> ends.contains(NeedEnd.FAILED)));
    }

    @Override
    public long countOf(int position, TaskState end) {
      var counted = NeedEnd.of(end);
      if (accepted.get(position).contains(counted)) {
        return NeedCounts.ONE_SUCCEEDED;
      }
      return counted == NeedEnd.FAILED ? NeedCounts.ONE_FAILED : NeedCounts.ONE_SKIPPED;
    }

    @Override
    public Verdict judge(NeedCounts counts) {
      if (counts.failed() > 0) {
        return acceptsFailure ? Verdict.END_SKIPPED : Verdict.END_UPSTREAM_FAILED;
      }
      if (counts.skipped() > 0) {
        // Without a need that accepts failure, a failed one among the open still makes it U.
        return acceptsFailure || counts.allEnded() ? Verdict.END_SKIPPED : Verdict.WAIT;
      }
      return counts.allEnded() ? Verdict.START : Verdict.WAIT;
    }

    @Override
    public boolean asksForFailureOf(int position) {
      // `on: any` takes failure along with everything else and hides none.
      var ends = accepted.get(position);
      return ends.contains(NeedEnd.FAILED) && ends.size() < NeedEnd.values().length;
    }
  }
}
