package dev.millrace.cli.progress;

import dev.millrace.cli.text.Words;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.run.RunState;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// How the tasks of one run stand, and since when, as far as was seen from here.
final class Standings {
  private final Plan plan;
  private final TaskState[] states;
  private final Duration[] starts;
  private final Duration[] ends;

  Standings(Plan plan) {
    this.plan = plan;
    states = new TaskState[plan.size()];
    starts = new Duration[plan.size()];
    ends = new Duration[plan.size()];
    Arrays.fill(states, TaskState.WAITING);
    Arrays.fill(starts, Duration.ZERO);
    Arrays.fill(ends, Duration.ZERO);
  }

  /// Takes note of a run's state; gives the tasks whose states changed, in the order of the
  /// document.
  List<Integer> take(RunRecord record, Duration elapsed) {
    var changed = new ArrayList<Integer>();
    for (var task = 0; task < states.length; task++) {
      var next = shown(record.state().tasks().state(task));
      if (next == states[task]) {
        continue;
      }
      if (states[task] == TaskState.WAITING) {
        starts[task] = elapsed;
      }
      ends[task] = elapsed;
      states[task] = next;
      changed.add(task);
    }
    return changed;
  }

  int size() {
    return states.length;
  }

  String name(int task) {
    return plan.task(task).name().text();
  }

  TaskState state(int task) {
    return states[task];
  }

  /// The state in the words of interfaces.md. What has been handed out is at work at once here.
  String word(int task) {
    return states[task] == TaskState.DISPATCHED ? "RUNNING" : states[task].name();
  }

  /// How long the task has been at it, or was.
  Duration elapsed(int task, Duration now) {
    return (states[task].hasEnded() ? ends[task] : now).minus(starts[task]);
  }

  /// Attempts, and ended instances or chunks of a mapped task; empty for a plain first attempt.
  String detail(RunState state, int task) {
    var instances = state.maps().get(task);
    if (instances != null) {
      return "%,d of %,d%s"
          .formatted(instances.ended(), instances.size(), instances.areChunks() ? " chunks" : "");
    }
    var attempts = state.attemptsOf(Work.of(task));
    return attempts > 1 ? "attempt " + attempts : "";
  }

  /// `5 tasks: 2 succeeded, 1 running, 2 waiting`.
  String counts() {
    var counts = new TreeMap<String, Integer>();
    for (var task = 0; task < states.length; task++) {
      counts.merge(word(task), 1, Integer::sum);
    }
    return Words.counts(counts);
  }

  private static TaskState shown(TaskState state) {
    return switch (state) {
      case WAITING, EVALUATING, READY -> TaskState.WAITING;
      case DISPATCHED, RETRYING, PARKED, SUCCEEDED, FAILED, SKIPPED, UPSTREAM_FAILED, CANCELLED ->
          state;
    };
  }
}
