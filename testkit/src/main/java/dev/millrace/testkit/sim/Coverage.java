package dev.millrace.testkit.sim;

import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.StartRule;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.RunState;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.testkit.contract.Receiving.Delivery;
import dev.millrace.testkit.sim.Cells.Stimulus;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What has been seen, so that nobody takes it for tested what never occurred: which rule ended
/// how, what met which state, which fault struck where. [CoverageVerdict] judges it.
public final class Coverage {
  private final Set<String> seen = new TreeSet<>();

  void saw(Fault fault, PortCall call) {
    seen.add(Cells.fault(fault, call));
  }

  void saw(Fault fault) {
    seen.add(Cells.fault(fault));
  }

  void saw(Feature feature) {
    seen.add(Cells.feature(feature));
  }

  /// Something is done to a run.
  void meets(Stimulus stimulus, RunState state) {
    for (var each : TaskState.values()) {
      if (state.tasks().count(each) > 0) {
        seen.add(Cells.event(stimulus, each));
      }
    }
  }

  private void meets(Stimulus stimulus, Work work, RunState state) {
    var isThere =
        work.task() < state.tasks().size()
            && (!(work instanceof Work.Instance(var task, var index))
                || (state.maps().containsKey(task) && index < state.maps().get(task).size()));
    // A message of before a redrive may find its task without any attempt: too rare to ask for.
    if (isThere && stimulus.mayMeet(state.stateOf(work))) {
      seen.add(Cells.event(stimulus, state.stateOf(work)));
    }
  }

  /// A run has ended.
  ///
  /// @param kept tasks that a redrive left as they were: no rule of this version ended them
  void ended(Plan plan, RunState state, Set<TaskName> kept) {
    for (var index = 0; index < plan.size(); index++) {
      var task = plan.task(index);
      if (kept.contains(task.name())) {
        continue;
      }
      var rule =
          switch (task.rule()) {
            case StartRule.Trigger(var trigger) -> trigger.word();
            case StartRule.PerNeed _ -> "on";
          };
      seen.add(
          Cells.end(
              task.needs().isEmpty() ? "no needs" : rule,
              state.tasks().state(index),
              task.map().isPresent() ? "mapped" : "plain"));
    }
    if (state.maps().values().stream().anyMatch(map -> map.size() > RunStore.ITEMS_GROUP)) {
      saw(Feature.MAP_OF_SEVERAL_GROUPS);
    }
    if (state.maps().values().stream().anyMatch(Instances::areChunks)) {
      saw(Feature.MAP_IN_CHUNKS);
    }
    saw(
        switch (state.status()) {
          case SUCCEEDED -> Feature.RUN_SUCCEEDED;
          case FAILED -> state.stop().isPresent() ? Feature.RUN_FAILED_FAST : Feature.RUN_FAILED;
          case TIMED_OUT -> Feature.RUN_TIMED_OUT;
          case CANCELLED -> Feature.RUN_CANCELLED;
          case QUEUED, RUNNING ->
              throw new IllegalArgumentException("the run is still " + state.status());
        });
  }

  /// A message of a dispatch queue is taken.
  void delivered(DispatchMessage message, int receiveCount, World world) {
    switch (message) {
      case DispatchMessage.Wake(var run, _) ->
          world.raw().runs().load(run).ifPresent(record -> meets(Stimulus.DUE, record.state()));
      case DispatchMessage.Assignment assignment -> {
        if (assignment.attempts().size() > 1) {
          saw(Feature.GROUP);
        }
        if (receiveCount > 1) {
          redelivered(assignment, world);
        }
        if (assignment.lane() == Lane.LONG) {
          saw(Feature.LONG_LANE);
        }
      }
      case DispatchMessage.Cancel _ -> saw(Feature.CANCEL_TAKEN);
    }
  }

  /// A run within another has ended.
  void childEnded(RunRecord child) {
    if (!child.origin().group().isEmpty()) {
      saw(Feature.CHILD_OF_GROUP);
    }
    saw(
        switch (child.state().status()) {
          case SUCCEEDED -> Feature.CHILD_SUCCEEDED;
          case CANCELLED -> Feature.CHILD_CANCELLED;
          case FAILED, TIMED_OUT -> Feature.CHILD_FAILED;
          case QUEUED, RUNNING ->
              throw new IllegalArgumentException("the run is " + child.state().status());
        });
  }

  /// A message that comes again makes its outcomes reported again.
  private void redelivered(DispatchMessage.Assignment assignment, World world) {
    world
        .raw()
        .runs()
        .load(assignment.run())
        .map(RunRecord::state)
        .filter(state -> state.epoch() == assignment.epoch())
        .ifPresent(
            state ->
                assignment
                    .attempts()
                    .forEach(attempt -> meets(Stimulus.REPORTED, attempt.work(), state)));
  }

  /// A message of a dispatch queue is a dead letter.
  void died(DispatchMessage message) {
    switch (message) {
      case DispatchMessage.Wake _ -> saw(Feature.DEAD_WAKE);
      case DispatchMessage.Assignment _ -> saw(Feature.DEAD_ASSIGNMENT);
      case DispatchMessage.Cancel _ -> saw(Feature.DEAD_CANCEL);
    }
  }

  /// Messages of the results queue are taken.
  void applied(List<Delivery<ResultMessage>> batch, World world) {
    if (batch.size() > 1) {
      saw(Feature.RESULTS_TOGETHER);
    }
    for (var delivery : batch) {
      var message = delivery.message();
      world
          .raw()
          .runs()
          .load(message.run())
          .ifPresent(record -> message.events().forEach(event -> meets(event, record.state())));
    }
  }

  private void meets(Event event, RunState state) {
    switch (event) {
      case Event.Reported(_, var attempt, _) -> meets(Stimulus.REPORTED, attempt.work(), state);
      case Event.Answered(_, var attempt, _) -> meets(Stimulus.ANSWERED, attempt.work(), state);
      case Event.Started _,
          Event.Admitted _,
          Event.MayStart _,
          Event.Skips _,
          Event.Expanded _,
          Event.EvaluationFailed _,
          Event.Due _,
          Event.HeartbeatSeen _,
          Event.StopFound _,
          Event.CancelRequested _,
          Event.OutputFailed _ -> {
        // Do not go through the queue.
      }
    }
  }

  /// Takes over what another world saw.
  public void add(Coverage other) {
    seen.addAll(other.seen);
  }

  /// All that was seen.
  public Set<String> seen() {
    return Set.copyOf(seen);
  }
}
