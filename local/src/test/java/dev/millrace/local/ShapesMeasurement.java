package dev.millrace.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.StartRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Measures whole shapes on a real host, from the start's call to the recorded end. Arguments: how
/// often, and the folder for the data.
final class ShapesMeasurement {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private ShapesMeasurement() {}

  /// Prints milliseconds, round by round.
  public static void main(String[] args) throws IOException, InterruptedException {
    var rounds = Integer.parseInt(args[0]);
    var wanted =
        args.length > 1
            ? List.of(args).subList(1, args.length)
            : List.of("chain", "fan", "grid", "runs", "big");
    var data = Files.createTempDirectory("shapes");
    try (var host = open(data)) {
      host.start();
      put(host, Shapes.chain("chain", 100));
      put(host, Shapes.fan("fan", 1000));
      put(host, Shapes.grid("grid", 32, 32));
      put(host, Shapes.chain("runs", 10));
      put(host, Shapes.fan("big", 9_998));
      for (var round = 0; round < rounds; round++) {
        for (var shape : wanted) {
          measure(host, shape, shape.equals("runs") ? 100 : 1);
        }
      }
    }
  }

  private static LocalHost open(Path data) {
    return switch (LocalHost.open(HostOptions.in(data))) {
      case LocalHost.Opening.Open(var host) -> host;
      case LocalHost.Opening.Refused(var message) -> throw new IllegalStateException(message);
    };
  }

  private static void put(LocalHost host, String document) {
    if (host.engine().putDag().put(Optional.empty(), "shape", document)
        instanceof PutDag.Putting.Refused(var problems)) {
      throw new IllegalStateException(problems.toString());
    }
  }

  private static void measure(LocalHost host, String dag, int count) throws InterruptedException {
    var begin = System.nanoTime();
    var runs = new ArrayList<RunId>();
    for (var run = 0; run < count; run++) {
      runs.add(start(host, dag));
    }
    var started = System.nanoTime();
    for (var run : runs) {
      var end = host.awaitEnd(run, LONGEST).orElseThrow();
      if (!end.state().status().name().equals("SUCCEEDED")) {
        throw new IllegalStateException(end.toString());
      }
    }
    System.out.printf(
        "%-6s %8.1f ms (started after %.1f)%n",
        dag, (System.nanoTime() - begin) / 1e6, (started - begin) / 1e6);
  }

  private static RunId start(LocalHost host, String dag) {
    var request =
        new StartRun.Request(
            new DagName(dag),
            Optional.empty(),
            JsonNodeFactory.instance.objectNode(),
            OptionalInt.empty());
    return switch (host.engine().startRun().start(request, host.invocation())) {
      case StartRun.Start.Started(var record) -> record.run();
      case StartRun.Start.Again _,
          StartRun.Start.OtherInput _,
          StartRun.Start.UnknownDag _,
          StartRun.Start.WrongInput _ ->
          throw new IllegalStateException("not started");
    };
  }
}
