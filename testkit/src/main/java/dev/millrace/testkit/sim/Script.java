package dev.millrace.testkit.sim;

import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.testkit.reference.Happened;
import dev.millrace.testkit.sim.Behaviour.Signal;
import dev.millrace.testkit.sim.Behaviour.Signal.Says;
import dev.millrace.testkit.sim.Behaviour.Then;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the actions of a made-up DAG do, attempt by attempt. The same attempt always does the
/// same, whatever happened around it.
final class Script {
  /// An action that may take longer than this now and then does.
  private static final Duration LONG = Duration.ofSeconds(60);

  private final long seed;
  private final Map<TaskName, SimTask> tasks = new HashMap<>();
  private final SimDag.Output output;
  private final double slowness;
  private final double bulkiness;

  Script(long seed, SimDag dag) {
    this.seed = seed;
    this.output = dag.output();
    learn(dag);
    this.slowness = Dice.of(seed, "slowness").fraction();
    this.bulkiness = Dice.of(seed, "bulk").chance(0.15) ? 0.4 : 0;
  }

  /// Another version of the DAG has come, perhaps with more tasks.
  void learn(SimDag dag) {
    dag.tasks().forEach(task -> tasks.putIfAbsent(task.name(), task));
  }

  boolean outputFails() {
    return output == SimDag.Output.BROKEN;
  }

  SimTask task(TaskName name) {
    return Optional.ofNullable(tasks.get(name)).orElseThrow();
  }

  /// Whether an output is too large for its item.
  boolean isBulky(String output) {
    return Dice.of(seed, output).chance(bulkiness);
  }

  /// What `when` and `map.over` of a task give.
  Happened.Condition condition(TaskName name) {
    var task = task(name);
    var items = task.map().map(map -> map.items().isPresent()).orElse(true);
    return switch (task.when()) {
      case FALSE -> Happened.Condition.FALSE;
      case BROKEN -> Happened.Condition.BROKEN;
      case NONE, TRUE -> items ? Happened.Condition.TRUE : Happened.Condition.BROKEN;
    };
  }

  int items(TaskName name) {
    return task(name).map().orElseThrow().items().orElse(0);
  }

  /// What a step of an attempt does, in each run something else.
  Behaviour behaviour(String run, TaskName name, Attempt attempt) {
    var task = task(name);
    var luck = luckOf(name);
    var dice =
        Dice.of(
            seed,
            name + "/" + indexOf(attempt.work()) + "#" + attempt.number() + "/" + attempt.step());
    var takes = takes(task, dice);
    if (task.parks() && dice.chance(attempt.step() == 0 ? 0.9 : 0.4)) {
      return new Behaviour(takes, parks(task, takes, dice, luck));
    }
    if (dice.chance(luck)) {
      return new Behaviour(takes, new Then.Succeeds());
    }
    return new Behaviour(
        takes,
        dice.chance(0.05) ? new Then.Throws() : new Then.Fails(error(dice), retryAfter(dice)));
  }

  private static String indexOf(Work work) {
    return switch (work) {
      case Work.Whole _ -> "";
      case Work.Instance(_, var index) -> Integer.toString(index);
    };
  }

  /// Some tasks always succeed, some never, some now and then.
  private double luckOf(TaskName name) {
    return Dice.of(seed, "luck of " + name).pick(1.0, 1.0, 1.0, 0.8, 0.5, 0.5, 0.2, 0.0);
  }

  private Duration takes(SimTask task, Dice dice) {
    if (dice.chance(0.3)) {
      return Duration.ZERO;
    }
    if (dice.chance(0.05)) {
      return task.timeout().orElse(Duration.ofSeconds(30)).plusMillis(dice.between(0, 2_000));
    }
    var bound = task.timeout().orElse(Duration.ZERO);
    if (!task.parks() && bound.compareTo(LONG) > 0 && dice.chance(0.5)) {
      return dice.about(Duration.ofSeconds(20), bound);
    }
    var most = dice.chance(slowness / 4) ? Duration.ofSeconds(40) : Duration.ofSeconds(3);
    return dice.about(Duration.ofMillis(1), most);
  }

  private Then.Parks parks(SimTask task, Duration takes, Dice dice, double luck) {
    var wakeIn = dice.chance(0.4) ? Optional.of(wait(dice)) : Optional.<Duration>empty();
    var signals = new ArrayList<Signal>();
    if (task.heartbeat().isPresent()) {
      var beats = dice.between(0, 5);
      for (var i = 1; i <= beats; i++) {
        var late = dice.fraction() * 1.2;
        signals.add(
            new Signal(
                Duration.ofMillis((long) (task.heartbeat().get().toMillis() * (i - 1 + late))),
                new Says.Alive()));
      }
    }
    while (dice.chance(wakeIn.isPresent() ? 0.3 : 0.7)) {
      var says = dice.chance(luck) ? new Says.Succeeded() : new Says.Failed(error(dice));
      // Half of the answers wait until the attempt has parked.
      var from = dice.chance(0.5) ? takes : Duration.ZERO;
      var after = dice.about(Duration.ofMillis(1), Duration.ofMinutes(3));
      signals.add(new Signal(from.plus(after), says));
    }
    return new Then.Parks(wakeIn, List.copyOf(signals));
  }

  /// Most waits are short; some are longer than a queue can delay a message.
  private static Duration wait(Dice dice) {
    return dice.chance(0.7)
        ? dice.about(Duration.ofMillis(200), Duration.ofSeconds(100))
        : dice.about(DispatchQueue.DELAY_MAX, Duration.ofHours(1));
  }

  private static ErrorName error(Dice dice) {
    return new ErrorName(dice.pick("Sim.A", "Sim.A", "Sim.B", "Other.C"));
  }

  private static Optional<Duration> retryAfter(Dice dice) {
    return dice.chance(0.1)
        ? Optional.of(dice.about(Duration.ofMillis(10), Duration.ofSeconds(30)))
        : Optional.empty();
  }
}
