package dev.millrace.cli.progress;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.store.RunRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Runs that stand as letters say: one letter a task, as `TaskState` has them.
final class Records {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

  private Records() {}

  static Plan plan(String... names) {
    var tasks = Arrays.stream(names).map(TaskName::new).map(PlannedTask::plain).toList();
    return Plan.of(new DagName("test"), "digest", tasks, Plan.RunRules.DEFAULTS);
  }

  static Plan plan(int size) {
    return plan(IntStream.range(0, size).mapToObj(at -> "t" + at).toArray(String[]::new));
  }

  static RunRecord standing(Plan plan, String letters) {
    var fresh = RunState.fresh(plan, 0, START);
    var state =
        new RunState(
            1,
            fresh.status(),
            fresh.stop(),
            0,
            0,
            START,
            fresh.deadline(),
            Optional.empty(),
            TaskStates.parse(letters),
            fresh.attempts(),
            fresh.maps(),
            fresh.pending(),
            fresh.tallies(),
            fresh.inFlight(),
            fresh.outbox(),
            fresh.wake());
    return new RunRecord(
        new RunId("test.one"),
        plan.dag(),
        1,
        plan.digest(),
        Optional.empty(),
        Optional.empty(),
        state,
        Optional.empty(),
        START);
  }
}
