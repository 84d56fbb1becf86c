package dev.millrace.testkit.sim;

import dev.millrace.core.plan.MapPolicy;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What a simulation is told beside its seed. The seed and these decide everything.
///
/// @param given a DAG to use instead of made-up ones
/// @param withoutTasks tasks left out of the DAG, by their place in the making
/// @param withoutFaults faults that do not occur
/// @param usersAct whether people cancel, redrive and post what is wrong
/// @param mistakes planted ones
/// @param trace whether to keep the history
/// @param stepsMax after so many steps without an end something is wrong
public record Options(
    Optional<SimDag> given,
    Set<String> withoutTasks,
    Set<Fault> withoutFaults,
    boolean usersAct,
    Set<Mistake> mistakes,
    boolean trace,
    long stepsMax) {
  /// Everything that can happen, nothing planted.
  public static final Options STANDARD =
      new Options(Optional.empty(), Set.of(), Set.of(), true, Set.of(), false, 200_000);

  /// Copies the sets.
  public Options {
    withoutTasks = Set.copyOf(withoutTasks);
    withoutFaults = Set.copyOf(withoutFaults);
    mistakes = Set.copyOf(mistakes);
  }

  /// The same with mistakes planted.
  public Options with(Set<Mistake> planted) {
    return new Options(given, withoutTasks, withoutFaults, usersAct, planted, trace, stepsMax);
  }

  /// The same, with the history kept.
  public Options traced() {
    return new Options(given, withoutTasks, withoutFaults, usersAct, mistakes, true, stepsMax);
  }

  /// The same with a DAG instead of made-up ones.
  Options given(SimDag dag, long steps) {
    return new Options(
        Optional.of(dag), withoutTasks, withoutFaults, usersAct, mistakes, trace, steps);
  }

  Options without(Fault fault) {
    var more = EnumSet.of(fault);
    more.addAll(withoutFaults);
    return new Options(given, withoutTasks, more, usersAct, mistakes, trace, stepsMax);
  }

  Options withoutTask(String task) {
    var more = new HashSet<>(withoutTasks);
    more.add(task);
    return new Options(given, more, withoutFaults, usersAct, mistakes, trace, stepsMax);
  }

  Options withoutUsers() {
    return new Options(given, withoutTasks, withoutFaults, false, mistakes, trace, stepsMax);
  }

  SimDag dag(long seed) {
    var dag = given.orElseGet(() -> DagMaker.make(Dice.of(seed, "dag"), SimHost.reconciles(seed)));
    return dag.without(withoutTasks);
  }

  Faults faults(Faults drawn) {
    var kept = EnumSet.allOf(Fault.class);
    kept.removeAll(withoutFaults);
    return drawn.only(kept);
  }

  /// Instances of a mapped task in one run: few in some worlds, so that small maps are executed in
  /// chunks. Without reconcile, nobody else sends what a worker that was lost right after it
  /// created a run left unsent.
  int instancesMax(long seed) {
    var dice = Dice.of(seed, "chunks");
    return given.isEmpty() && SimHost.reconciles(seed) && dice.chance(0.5)
        ? dice.pick(2, 2, 3, 7, 12)
        : MapPolicy.INSTANCES_MAX;
  }
}
