package dev.millrace.core.run;

import dev.millrace.core.plan.Plan;
import java.time.Instant;
import java.util.List;

/// The one function that holds every rule of a run: trigger rules, retries, maps, timeouts, stops
/// and the run's status. Pure, so that it can be tested by the million and replayed.
public final class Decide {
  private Decide() {}

  /// Applies events to a run's state and decides what follows.
  ///
  /// When the decision [Decision#asks()], the caller finds the answers, applies them to the
  /// decision's state in the same way, and only then writes. The work for one event is bounded by
  /// the edges of its task (a stop, a start and a redrive by the plan).
  ///
  /// @param by the write that will carry the decision
  public static Decision decide(
      Plan plan, RunState state, List<? extends Event> events, Instant now, Issuer by) {
    var draft = new RunDraft(plan, state);
    var deciding = new Deciding(draft, now, by);
    for (var event : events) {
      deciding.apply(event);
    }
    return deciding.conclude();
  }
}
