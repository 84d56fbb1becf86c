package dev.millrace.core.plan;

import dev.millrace.core.DagName;
import dev.millrace.core.TaskName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One DAG version, parsed and proven: its tasks in the order of the document and the edges
/// between them, known to be free of cycles. Immutable, safe for any number of threads.
public final class Plan {
  /// Most tasks of a DAG.
  public static final int TASKS_MAX = 10_000;

  /// Most needs of a task.
  public static final int NEEDS_MAX = 10_000;

  /// How long a run may last when its DAG does not say.
  public static final Duration TIMEOUT_DEFAULT = Duration.ofDays(7);

  /// How long a run may last at most.
  public static final Duration TIMEOUT_MAX = Duration.ofDays(366);

  private final DagName dag;
  private final String digest;
  private final List<PlannedTask> tasks;
  private final RunRules rules;
  private final Map<TaskName, Integer> indexes;
  private final Edges[] needs;
  private final Edges[] successors;

  /// What a DAG document says of the run as a whole.
  ///
  /// @param timeout bound of a run
  /// @param failFast whether the first unhandled failure cancels the rest
  /// @param concurrentTasks works of one run at work at most; empty: no bound
  public record RunRules(Duration timeout, boolean failFast, OptionalInt concurrentTasks) {
    /// 7 days, independent branches go on, no bound.
    public static final RunRules DEFAULTS =
        new RunRules(TIMEOUT_DEFAULT, false, OptionalInt.empty());
  }

  private Plan(DagName dag, String digest, List<PlannedTask> tasks, RunRules rules) {
    this.dag = dag;
    this.digest = digest;
    this.tasks = List.copyOf(tasks);
    this.rules = rules;
    this.indexes = HashMap.newHashMap(tasks.size());
    for (var index = 0; index < tasks.size(); index++) {
      if (indexes.put(tasks.get(index).name(), index) != null) {
        throw new IllegalArgumentException("two tasks are named " + tasks.get(index).name());
      }
    }
    this.needs = new Edges[tasks.size()];
    this.successors = connect();
  }

  /// Makes a plan of tasks whose needs are known tasks and form no cycle.
  ///
  /// @param digest names the version of the document; a worker with another one must stop
  /// @throws IllegalArgumentException when a need is unknown, a name stands twice, the edges form
  ///     a cycle or a limit is exceeded; the definition room reports these to users beforehand
  public static Plan of(DagName dag, String digest, List<PlannedTask> tasks, RunRules rules) {
    if (tasks.size() > TASKS_MAX) {
      throw new IllegalArgumentException(tasks.size() + " tasks, at most " + TASKS_MAX);
    }
    var plan = new Plan(dag, digest, tasks, rules);
    plan.requireNoCycle();
    return plan;
  }

  /// The DAG's name.
  public DagName dag() {
    return dag;
  }

  /// Names the version of the document that this plan was made from.
  public String digest() {
    return digest;
  }

  /// The tasks in the order of the document.
  public List<PlannedTask> tasks() {
    return tasks;
  }

  /// Number of tasks.
  public int size() {
    return tasks.size();
  }

  /// The task at an index.
  public PlannedTask task(int index) {
    return tasks.get(index);
  }

  /// What holds for the run as a whole.
  public RunRules rules() {
    return rules;
  }

  /// The index of a task, if the plan has it.
  public Optional<Integer> indexOf(TaskName name) {
    return Optional.ofNullable(indexes.get(name));
  }

  /// The edges from a task to its needs, in the order of the document.
  public Edges needsOf(int task) {
    return needs[task];
  }

  /// The edges from a task to those that wait for it.
  public Edges successorsOf(int task) {
    return successors[task];
  }

  private Edges[] connect() {
    var degrees = new int[tasks.size()];
    for (var index = 0; index < tasks.size(); index++) {
      var names = tasks.get(index).needs();
      var targets = new int[names.size()];
      for (var position = 0; position < targets.length; position++) {
        var need = indexes.get(names.get(position));
        if (need == null) {
          throw new IllegalArgumentException(
              tasks.get(index).name() + " needs " + names.get(position) + ", which is no task");
        }
        targets[position] = need;
        degrees[need]++;
      }
      needs[index] = new Edges(targets, new int[targets.length]);
    }
    var targets = new int[tasks.size()][];
    var positions = new int[tasks.size()][];
    for (var index = 0; index < tasks.size(); index++) {
      targets[index] = new int[degrees[index]];
      positions[index] = new int[degrees[index]];
    }
    var filled = new int[tasks.size()];
    for (var index = 0; index < tasks.size(); index++) {
      for (var position = 0; position < needs[index].size(); position++) {
        var need = needs[index].task(position);
        targets[need][filled[need]] = index;
        positions[need][filled[need]++] = position;
      }
    }
    var edges = new Edges[tasks.size()];
    Arrays.setAll(edges, index -> new Edges(targets[index], positions[index]));
    return edges;
  }

  private void requireNoCycle() {
    var open = new int[tasks.size()];
    var ready = new ArrayDeque<Integer>();
    for (var index = 0; index < open.length; index++) {
      open[index] = needs[index].size();
      if (open[index] == 0) {
        ready.add(index);
      }
    }
    var ordered = 0;
    for (var task = ready.poll(); task != null; task = ready.poll()) {
      ordered++;
      var edges = successors[task];
      for (var i = 0; i < edges.size(); i++) {
        if (--open[edges.task(i)] == 0) {
          ready.add(edges.task(i));
        }
      }
    }
    if (ordered < tasks.size()) {
      throw new IllegalArgumentException("the needs of DAG " + dag + " form a cycle");
    }
  }
}
