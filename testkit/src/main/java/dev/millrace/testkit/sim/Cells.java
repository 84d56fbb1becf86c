package dev.millrace.testkit.sim;

import dev.millrace.core.TaskState;
import dev.millrace.core.plan.TriggerRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The cells of what can occur in simulated worlds: every rule with every end, everything that
/// happens to a run with every state of a task, every fault at every call, every feature.
final class Cells {
  private static final List<TaskState> ENDS =
      Arrays.stream(TaskState.values()).filter(TaskState::hasEnded).toList();

  private Cells() {}

  /// What is done to a run from outside of a decision.
  enum Stimulus {
    STARTED_AGAIN,
    REPORTED,
    ANSWERED,
    DUE,
    CANCEL_REQUESTED,
    REDRIVEN;

    /// Whether it is asked for that this meets a task in that state: the outcome of an attempt
    /// meets only tasks that have one.
    boolean mayMeet(TaskState state) {
      return switch (this) {
        case STARTED_AGAIN, DUE, CANCEL_REQUESTED, REDRIVEN -> true;
        case REPORTED, ANSWERED ->
            switch (state) {
              case WAITING, EVALUATING, SKIPPED, UPSTREAM_FAILED -> false;
              case READY, DISPATCHED, RETRYING, PARKED, SUCCEEDED, FAILED, CANCELLED -> true;
            };
      };
    }
  }

  static Set<String> ofWorlds() {
    var cells = new TreeSet<String>();
    rules()
        .forEach(rule -> ENDS.forEach(end -> forms().forEach(f -> cells.add(end(rule, end, f)))));
    for (var stimulus : Stimulus.values()) {
      Arrays.stream(TaskState.values())
          .filter(stimulus::mayMeet)
          .forEach(state -> cells.add(event(stimulus, state)));
    }
    for (var fault : Fault.values()) {
      if (fault.strikesAtCalls()) {
        Arrays.stream(PortCall.values())
            .filter(call -> fault != Fault.LOST_ANSWER || call.isConditional())
            .forEach(call -> cells.add(fault(fault, call)));
      } else {
        cells.add(fault(fault));
      }
    }
    for (var feature : Feature.values()) {
      cells.add(feature(feature));
    }
    return cells;
  }

  private static Stream<String> rules() {
    return Stream.concat(
        Stream.of("no needs", "on"), Arrays.stream(TriggerRule.values()).map(TriggerRule::word));
  }

  private static Stream<String> forms() {
    return Stream.of("plain", "mapped");
  }

  static String end(String rule, TaskState end, String form) {
    return "end " + rule + " " + end + " " + form;
  }

  static String event(Stimulus stimulus, TaskState state) {
    return "event " + stimulus + " meets " + state;
  }

  static String fault(Fault fault, PortCall call) {
    return "fault " + fault + " at " + call;
  }

  static String fault(Fault fault) {
    return "fault " + fault;
  }

  static String feature(Feature feature) {
    return "feature " + feature;
  }
}
