package dev.millrace.testkit.sim;

import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.StartRule;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.RunState;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.testkit.contract.Receiving.Delivery;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What has been seen, so that nobody takes it for tested what never occurred: which rule ended
/// how, which event met which state, which fault struck where.
public final class Coverage {
  private final Set<String> seen = new TreeSet<>();

  void saw(Fault fault, PortCall call) {
    seen.add("fault " + fault + " at " + call);
  }

  void saw(Fault fault) {
    seen.add("fault " + fault);
  }

  /// Somebody does something to a run.
  void meets(String event, RunState state) {
    for (var each : TaskState.values()) {
      if (state.tasks().count(each) > 0) {
        seen.add("event " + event + " meets " + each);
      }
    }
  }

  /// A run has ended.
  void ended(Plan plan, RunState state) {
    for (var index = 0; index < plan.size(); index++) {
      var task = plan.task(index);
      var rule =
          switch (task.rule()) {
            case StartRule.Trigger(var trigger) -> trigger.word();
            case StartRule.PerNeed _ -> "on";
          };
      var kind = task.map().isPresent() ? "mapped" : "plain";
      var needs = task.needs().isEmpty() ? "no needs" : rule;
      seen.add("end " + needs + " " + state.tasks().state(index) + " " + kind);
    }
  }

  /// A message of a dispatch queue is taken.
  void delivered(DispatchMessage message, World world) {
    if (message instanceof DispatchMessage.Wake(var run, _)) {
      world.raw().runs().load(run).ifPresent(record -> meets("Due", record.state()));
    }
  }

  /// Messages of the results queue are taken.
  void applied(List<Delivery<ResultMessage>> batch, World world) {
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
      case Event.Reported(_, var attempt, _) -> meets("Reported", attempt.work(), state);
      case Event.Answered(var attempt, _) -> meets("Answered", attempt.work(), state);
      case Event.Started _,
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

  private void meets(String event, Work work, RunState state) {
    var isThere = !(work instanceof Work.Instance) || state.maps().containsKey(work.task());
    if (isThere) {
      seen.add("event " + event + " meets " + state.stateOf(work));
    }
  }

  /// Takes over what another world saw.
  public void add(Coverage other) {
    seen.addAll(other.seen);
  }

  /// All that was seen, sorted.
  public Set<String> seen() {
    return Set.copyOf(seen);
  }
}
