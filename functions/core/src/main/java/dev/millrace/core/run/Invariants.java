package dev.millrace.core.run;

import dev.millrace.core.Attempt;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What holds for every state of a run that is written, whatever happened before. Written once:
/// tests of the rules and the simulator check all of it after every step. The price grows with the
/// plan, so production does not.
public final class Invariants {
  private final Plan plan;
  private final RunState state;
  private final List<String> broken = new ArrayList<>();

  private Invariants(Plan plan, RunState state) {
    this.plan = plan;
    this.state = state;
  }

  /// What is wrong with a state that is to be written; empty when all is well.
  public static List<String> brokenIn(Plan plan, RunState state) {
    var check = new Invariants(plan, state);
    check.tasksStandWhereTheyCan();
    check.flightAgreesWithStates();
    check.pendingAgreesWithStates();
    check.limitsHold();
    check.somethingWillGoOn();
    return List.copyOf(check.broken);
  }

  /// What is wrong with the step from one written state to the next; empty when all is well. A
  /// redrive is no such step.
  public static List<String> brokenBetween(Plan plan, RunState before, RunState after) {
    var check = new Invariants(plan, after);
    check.require(after.epoch() == before.epoch(), "the epoch changed");
    check.require(
        before.stop().isEmpty() || after.stop().equals(before.stop()), "the stop was taken back");
    check.require(
        !before.status().hasEnded() || after.status() == before.status(),
        "the run had ended " + before.status() + " and now is " + after.status());
    check.endsStay(before);
    check.stopIsObeyed(before);
    return List.copyOf(check.broken);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }

  private void tasksStandWhereTheyCan() {
    require(state.tasks().size() == plan.size(), "the state has other tasks than the plan");
    var known = state.tasks().copy(plan);
    for (var task = 0; task < plan.size(); task++) {
      var planned = plan.task(task);
      switch (state.tasks().state(task)) {
        case EVALUATING -> broken.add(planned.name() + " is EVALUATING");
        case WAITING -> {
          if (state.status() == RunStatus.QUEUED) {
            continue; // for its turn
          }
          var needs = known.needsOf(plan, task);
          var open =
              state.stop().isPresent()
                  ? planned.cleanup() && needs.open() > 0
                  : needs.needs() > 0 && planned.rule().judge(needs) == Verdict.WAIT;
          require(open, planned.name() + " is WAITING for nothing");
        }
        case DISPATCHED -> {
          if (planned.map().isPresent()) {
            mapIsOpen(task);
          }
        }
        case READY, RETRYING, PARKED, SUCCEEDED, FAILED, SKIPPED, UPSTREAM_FAILED, CANCELLED -> {
          // Possible at any time.
        }
      }
    }
  }

  private void mapIsOpen(int task) {
    var name = plan.task(task).name();
    var instances = state.maps().get(task);
    if (instances == null) {
      broken.add(name + " is mapped and at work without instances");
      return;
    }
    require(instances.ended() < instances.size(), name + " is at work, its instances are not");
    require(
        instances.count(TaskState.FAILED) <= Progress.toleratedBy(plan.task(task), instances),
        name + " is at work with more failures than it tolerates");
  }

  private void flightAgreesWithStates() {
    require(
        state.inFlight().size() <= Assigning.IN_FLIGHT_MAX,
        state.inFlight().size() + " assignments are in flight");
    var numbers = new HashMap<Work, Integer>();
    for (var entry : state.inFlight().entrySet()) {
      var attempts = entry.getValue().attempts();
      require(
          !attempts.isEmpty() && attempts.size() <= Assigning.GROUP_MAX,
          "assignment " + entry.getKey() + " has " + attempts.size() + " attempts");
      for (var attempt : attempts) {
        require(
            numbers.put(attempt.work(), attempt.number()) == null,
            label(attempt.work()) + " is in flight twice");
      }
    }
    for (var entry : works().entrySet()) {
      var number = Optional.ofNullable(numbers.remove(entry.getKey()));
      var label = label(entry.getKey());
      if (entry.getValue() == TaskState.DISPATCHED) {
        require(number.isPresent(), label + " is DISPATCHED and not in flight");
        require(
            number.isEmpty() || number.get() == state.attemptsOf(entry.getKey()),
            label + " is in flight with another attempt than its latest");
      } else {
        require(number.isEmpty(), label + " is in flight and " + entry.getValue());
      }
    }
    require(numbers.isEmpty(), "works that there are not are in flight: " + numbers.keySet());
  }

  private void pendingAgreesWithStates() {
    var works = works();
    for (var entry : works.entrySet()) {
      var label = label(entry.getKey());
      var waits = Optional.ofNullable(state.pending().get(entry.getKey()));
      switch (entry.getValue()) {
        case RETRYING ->
            require(
                waits.filter(Pending.Retrying.class::isInstance).isPresent(),
                label + " is RETRYING without a due time");
        case PARKED ->
            require(
                waits.filter(pending -> !(pending instanceof Pending.Retrying)).isPresent(),
                label + " is PARKED without a word for what");
        case WAITING,
            EVALUATING,
            READY,
            DISPATCHED,
            SUCCEEDED,
            FAILED,
            SKIPPED,
            UPSTREAM_FAILED,
            CANCELLED ->
            require(waits.isEmpty(), label + " is " + entry.getValue() + " and pending");
      }
    }
    require(works.keySet().containsAll(state.pending().keySet()), "works that are not are pending");
    var due = state.nextDue();
    require(
        due.isEmpty() || state.wake().filter(wake -> !wake.at().isAfter(due.get())).isPresent(),
        "something is due at " + due + " and no wake comes by then");
  }

  private void limitsHold() {
    var working = 0;
    for (var entry : works().entrySet()) {
      working += holdsPlace(entry.getValue()) ? 1 : 0;
    }
    var limit = plan.rules().concurrentTasks();
    require(
        limit.isEmpty() || working <= limit.getAsInt(),
        working + " works hold places, limit " + limit);
    for (var entry : state.maps().entrySet()) {
      var policy = plan.task(entry.getKey()).map().orElse(MapPolicy.PLAIN);
      require(
          entry.getValue().working() <= Assigning.atWorkMax(policy, entry.getValue()),
          plan.task(entry.getKey()).name() + " has more instances at work than it may");
    }
  }

  private static boolean holdsPlace(TaskState state) {
    return state == TaskState.DISPATCHED || state == TaskState.PARKED;
  }

  private void somethingWillGoOn() {
    var idle = state.inFlight().isEmpty() && state.pending().isEmpty();
    if (state.status().hasEnded()) {
      require(idle && state.tasks().open() == 0, "the run has ended, not all of its works have");
      require(state.endedAt().isPresent(), "the run has ended at no time");
      require(state.wake().isEmpty(), "the run has ended and waits for a wake");
    } else if (state.status() == RunStatus.QUEUED) {
      require(idle && state.wake().isEmpty(), "the run is queued and at work");
    } else {
      require(!idle, "the run is open and nothing is in flight or pending");
    }
  }

  private void endsStay(RunState before) {
    for (var task = 0; task < plan.size(); task++) {
      endStays(Work.of(task), before);
    }
    for (var entry : before.maps().entrySet()) {
      for (var index = 0; index < entry.getValue().size(); index++) {
        endStays(Work.of(entry.getKey(), index), before);
      }
    }
  }

  private void endStays(Work work, RunState before) {
    var was = before.stateOf(work);
    var is = state.stateOf(work);
    require(!was.hasEnded() || was == is, label(work) + " had ended " + was + " and now is " + is);
    require(state.attemptsOf(work) >= before.attemptsOf(work), label(work) + " has fewer attempts");
  }

  private void stopIsObeyed(RunState before) {
    if (before.stop().isEmpty()) {
      return;
    }
    for (var entry : state.inFlight().entrySet()) {
      if (!before.inFlight().containsKey(entry.getKey())) {
        for (Attempt attempt : entry.getValue().attempts()) {
          require(
              plan.task(attempt.work().task()).cleanup(),
              label(attempt.work()) + " was handed out after the stop");
        }
      }
    }
  }

  /// Everything that can be attempted, with its state.
  private Map<Work, TaskState> works() {
    var works = new HashMap<Work, TaskState>();
    for (var task = 0; task < plan.size(); task++) {
      if (plan.task(task).map().isEmpty()) {
        works.put(Work.of(task), state.tasks().state(task));
      }
    }
    for (var entry : state.maps().entrySet()) {
      for (var index = 0; index < entry.getValue().size(); index++) {
        works.put(Work.of(entry.getKey(), index), entry.getValue().state(index));
      }
    }
    return works;
  }

  private String label(Work work) {
    var name = plan.task(work.task()).name().text();
    return switch (work) {
      case Work.Whole _ -> name;
      case Work.Instance(_, var index) -> name + "[" + index + "]";
    };
  }
}
