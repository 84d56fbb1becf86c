package dev.millrace.testkit.sim;

import dev.millrace.core.DagName;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.ErrorPattern;
import dev.millrace.core.plan.Jitter;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.NeedEnd;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.RetryPolicy;
import dev.millrace.core.plan.TriggerRule;
import dev.millrace.testkit.sim.SimTask.Mapped;
import dev.millrace.testkit.sim.SimTask.Need;
import dev.millrace.testkit.sim.SimTask.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Makes DAGs up. Mostly small ones, because a few tasks show most faults and a shrunk history is
/// short; now and then one that is wide or deep.
final class DagMaker {
  private final Dice dice;
  /// Each kind of thing occurs in some DAGs often and in others never, so that DAGs differ in kind.
  private final double rules;
  private final double ons;
  private final double conditions;
  private final double maps;
  private final double wideness;
  private final double parking;
  private final double cleanups;
  private final double allowances;
  private final double longness;
  private final double density;
  private final double nesting;
  private final Optional<SimDag> other;

  /// Whether what is made stands within another task, or a task that holds others: then it is
  /// small.
  private boolean isNested;

  private DagMaker(Dice dice, boolean mayNest) {
    this.dice = dice;
    this.rules = sometimes(0.6);
    this.ons = sometimes(0.5);
    this.conditions = sometimes(0.7);
    // Wide enough that outcomes go through the results queue.
    var isWide = dice.chance(0.08);
    this.wideness = isWide ? 0.7 : 0;
    this.maps = isWide ? 0.6 : sometimes(0.6);
    this.parking = sometimes(0.7);
    this.cleanups = sometimes(0.4);
    this.allowances = sometimes(0.4);
    this.longness = dice.chance(0.25) ? dice.fraction() : 0;
    this.density = dice.fraction();
    this.nesting = mayNest && dice.chance(0.5) ? dice.fraction() : 0;
    this.other = nesting > 0 ? Optional.of(inner(new DagName("other"), "k")) : Optional.empty();
  }

  private double sometimes(double most) {
    return dice.chance(0.5) ? 0 : dice.fraction() * most;
  }

  /// @param mayNest whether tasks may start runs. Without reconcile, nobody else sends what a
  ///     worker that was lost right after it created a run left unsent
  static SimDag make(Dice dice, boolean mayNest) {
    return new DagMaker(dice, mayNest).dag();
  }

  /// A few tasks for a run within a run; none of them starts another.
  private SimDag inner(DagName name, String prefix) {
    var tasks = new ArrayList<SimTask>();
    var size = dice.between(1, 3);
    isNested = true;
    for (var i = 0; i < size; i++) {
      tasks.add(task(new TaskName(prefix + i), tasks));
    }
    isNested = false;
    return new SimDag(name, tasks, Plan.RunRules.DEFAULTS, SimDag.Output.GIVEN);
  }

  private SimTask.Child child(TaskName task) {
    return other.isPresent() && dice.chance(0.5)
        ? new SimTask.Child(SimTask.Child.Form.DAG, other.get())
        : new SimTask.Child(SimTask.Child.Form.GROUP, inner(new DagName("sim"), task.text() + "_"));
  }

  private SimDag dag() {
    var size = dice.chance(0.9) ? dice.between(1, 7) : dice.between(8, 24);
    var tasks = new ArrayList<SimTask>();
    for (var i = 0; i < size; i++) {
      tasks.add(task(new TaskName("t" + i), tasks));
    }
    dice.shuffle(tasks);
    var output =
        dice.chance(0.5)
            ? dice.pick(SimDag.Output.GIVEN, SimDag.Output.GIVEN, SimDag.Output.BROKEN)
            : SimDag.Output.NONE;
    return new SimDag(new DagName("sim"), tasks, runRules(), output);
  }

  /// The next version of a DAG: other tasks, other needs, another order; what a task does by
  /// itself stays.
  static SimDag change(SimDag dag, Dice dice) {
    return new DagMaker(dice, false).changed(dag);
  }

  private SimDag changed(SimDag dag) {
    var tasks = new ArrayList<SimTask>();
    var gone = new HashSet<String>();
    for (var task : dag.tasks()) {
      if (gone.size() < dag.tasks().size() - 1 && dice.chance(0.2)) {
        gone.add(task.name().text());
      } else {
        tasks.add(task);
      }
    }
    tasks.replaceAll(task -> task.withoutNeeds(gone));
    tasks.replaceAll(task -> dice.chance(0.2) ? task.withoutNeeds(someNeed(task)) : task);
    var more = dice.between(0, 2);
    for (var i = 0; i < more; i++) {
      tasks.add(task(new TaskName("n" + i), tasks));
    }
    dice.shuffle(tasks);
    return new SimDag(dag.name(), tasks, dag.rules(), dag.output());
  }

  private Set<String> someNeed(SimTask task) {
    return task.needs().isEmpty() ? Set.of() : Set.of(dice.pick(task.needs()).task().text());
  }

  private Plan.RunRules runRules() {
    return new Plan.RunRules(
        dice.chance(0.15)
            ? dice.about(Duration.ofSeconds(20), Duration.ofMinutes(15))
            : Plan.TIMEOUT_DEFAULT,
        dice.chance(0.15),
        dice.chance(0.2) ? OptionalInt.of(dice.between(1, 5)) : OptionalInt.empty());
  }

  private SimTask task(TaskName name, List<SimTask> before) {
    var needs = needs(before);
    var nests = !isNested && dice.chance(nesting);
    var parks = nests || dice.chance(parking);
    return new SimTask(
        name,
        needs,
        !needs.isEmpty() && dice.chance(rules)
            ? dice.pick(TriggerRule.values())
            : TriggerRule.ALL_SUCCESS,
        dice.chance(conditions)
            ? dice.pick(When.TRUE, When.TRUE, When.FALSE, When.BROKEN)
            : When.NONE,
        dice.chance(maps) ? Optional.of(mapped(nests)) : Optional.empty(),
        dice.chance(0.3) ? Optional.empty() : Optional.of(policies()),
        timeout(parks),
        parks && !nests && dice.chance(0.3)
            ? Optional.of(dice.about(Duration.ofSeconds(2), Duration.ofSeconds(60)))
            : Optional.empty(),
        parks,
        dice.chance(0.6),
        dice.chance(allowances),
        dice.chance(cleanups),
        nests ? Optional.of(child(name)) : Optional.empty());
  }

  /// A parked attempt that nobody answers ends by this alone.
  private Optional<Duration> timeout(boolean parks) {
    if (parks) {
      return Optional.of(dice.about(Duration.ofSeconds(2), Duration.ofMinutes(40)));
    }
    if (dice.chance(longness)) {
      return Optional.of(dice.about(Duration.ofMinutes(1), Duration.ofMinutes(13)));
    }
    return dice.chance(0.3)
        ? Optional.of(dice.about(Duration.ofSeconds(1), Duration.ofSeconds(90)))
        : Optional.empty();
  }

  private List<Need> needs(List<SimTask> before) {
    var needs = new ArrayList<Need>();
    if (before.isEmpty() || dice.chance(0.2)) {
      return needs;
    }
    var saysOn = dice.chance(ons);
    for (var i = before.size() - 1; i >= 0; i--) {
      var isLast = i == before.size() - 1;
      if (dice.chance(isLast ? 0.7 : density / 2)) {
        needs.add(new Need(before.get(i).name(), saysOn ? accepted() : Optional.empty()));
      }
    }
    return needs;
  }

  private Optional<Set<NeedEnd>> accepted() {
    if (dice.chance(0.3)) {
      return Optional.empty();
    }
    var ends = EnumSet.of(dice.pick(NeedEnd.values()));
    while (dice.chance(0.35)) {
      ends.add(dice.pick(NeedEnd.values()));
    }
    return Optional.of(ends);
  }

  private Mapped mapped(boolean nests) {
    var items =
        nests || isNested
            ? dice.between(0, 4)
            : dice.chance(wideness)
                ? dice.between(50, 120)
                : dice.chance(0.9) ? dice.between(0, 6) : dice.between(7, 34);
    return new Mapped(
        dice.chance(0.05) ? OptionalInt.empty() : OptionalInt.of(items),
        items <= 34 && dice.chance(0.4) ? OptionalInt.of(dice.between(1, 4)) : OptionalInt.empty(),
        dice.chance(0.5)
            ? new MapPolicy.Count(dice.between(0, 3))
            : new MapPolicy.Percent(dice.between(0, 100)));
  }

  private List<RetryPolicy> policies() {
    var policies = new ArrayList<RetryPolicy>();
    var most = dice.pick(0, 1, 1, 1, 2);
    for (var i = 0; i < most; i++) {
      policies.add(policy());
    }
    return policies;
  }

  private RetryPolicy policy() {
    var delay =
        dice.chance(0.3)
            ? Duration.ZERO
            : dice.about(Duration.ofMillis(50), Duration.ofSeconds(40));
    return new RetryPolicy(
        List.of(new ErrorPattern(dice.pick("*", "*", "Sim.*", "*Lost", "Sim.A"))),
        dice.between(0, 3),
        delay,
        dice.pick(1.0, 1.5, 2.0),
        delay.plus(dice.about(Duration.ofSeconds(1), Duration.ofMinutes(2))),
        dice.pick(Jitter.values()),
        dice.chance(0.1)
            ? Optional.of(dice.about(Duration.ofSeconds(1), Duration.ofMinutes(1)))
            : Optional.empty());
  }
}
