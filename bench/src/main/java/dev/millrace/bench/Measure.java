package dev.millrace.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.StartRun;
import dev.millrace.integrations.pass.PassKind;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Measures shapes on the embedded host: durable, in this process, without its HTTP API.
public final class Measure {
  /// Rounds before the first that counts, at least: the JVM compiles what it met there.
  public static final int WARM_UP_ROUNDS = 2;

  /// Tasks before the first round that counts, at least, so that small shapes are measured as warm
  /// as large ones.
  public static final int WARM_UP_TASKS = 5_000;

  /// Most rounds that are measured.
  public static final int ROUNDS_MAX = 1_000;

  /// A round that takes longer hangs.
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(10);

  private Measure() {}

  /// Measures a shape.
  ///
  /// @param data an empty folder for the host
  /// @param rounds from 1 to [#ROUNDS_MAX]
  /// @throws IllegalStateException when a run does not succeed
  public static Measurement of(Shape shape, int rounds, Path data) throws InterruptedException {
    return switch (LocalHost.open(HostOptions.in(data), List.of(new PassKind()))) {
      case LocalHost.Opening.Refused(var message) -> throw new IllegalStateException(message);
      case LocalHost.Opening.Open(var host) -> {
        try (host) {
          host.start();
          yield measure(shape, rounds, host);
        }
      }
    };
  }

  private static Measurement measure(Shape shape, int rounds, LocalHost host)
      throws InterruptedException {
    var dag = put(shape, host);
    var warmUpRounds = Math.max(WARM_UP_ROUNDS, WARM_UP_TASKS / shape.tasks());
    for (var round = 0; round < warmUpRounds; round++) {
      round(shape, dag, host);
    }
    var times = new ArrayList<Duration>();
    for (var round = 0; round < rounds; round++) {
      times.add(round(shape, dag, host));
    }
    return new Measurement(shape, times);
  }

  private static DagName put(Shape shape, LocalHost host) {
    var document = ShapeDocument.of(shape).toString();
    return switch (host.engine().putDag().put(Optional.empty(), shape.toString(), document)) {
      case PutDag.Putting.Added(var dag, _) -> dag;
      case PutDag.Putting.Unchanged(var dag, _) -> dag;
      case PutDag.Putting.Refused(var problems) ->
          throw new IllegalStateException("a shape's document is wrong: " + problems);
    };
  }

  private static Duration round(Shape shape, DagName dag, LocalHost host)
      throws InterruptedException {
    var started = System.nanoTime();
    var runs = new ArrayList<RunId>(shape.runs());
    for (var i = 0; i < shape.runs(); i++) {
      runs.add(start(dag, host));
    }
    for (var run : runs) {
      var ended = host.awaitEnd(run, LONGEST_ROUND);
      if (ended.isEmpty() || ended.get().state().status() != RunStatus.SUCCEEDED) {
        throw new IllegalStateException(
            "run %s did not succeed: %s".formatted(run, ended.flatMap(record -> record.error())));
      }
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static RunId start(DagName dag, LocalHost host) {
    var request =
        new StartRun.Request(
            dag, Optional.empty(), JsonNodeFactory.instance.objectNode(), OptionalInt.empty());
    return switch (host.engine().startRun().start(request, host.invocation())) {
      case StartRun.Start.Started(var record) -> record.run();
      case StartRun.Start.Again(var record) -> record.run();
      case StartRun.Start.OtherInput _, StartRun.Start.UnknownDag _, StartRun.Start.WrongInput _ ->
          throw new IllegalStateException("DAG " + dag + " cannot be started");
    };
  }
}
