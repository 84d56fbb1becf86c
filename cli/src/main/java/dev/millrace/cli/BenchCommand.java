package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.bench.Measure;
import dev.millrace.bench.Measurement;
import dev.millrace.bench.Shape;
import dev.millrace.cli.embedded.TemporaryFolder;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Table.Cell;
import dev.millrace.cli.terminal.Table.Column;
import dev.millrace.cli.terminal.Terminal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `millrace bench`: what orchestration costs in time, on this machine.
@Command(
    name = "bench",
    description = "Measures DAGs of known shapes, of tasks that do nothing, on the embedded engine.",
    footer = {
      "",
      "Shapes:",
      "  chain-N      N tasks one after the other",
      "  fan-N        one task, N side by side, one that waits for them",
      "  grid-NxM     N x M tasks, each after its upper and its left neighbour",
      "  runs-RxN     R runs of chain-N at once",
      "  map-N        one task for each of N items",
      "",
      "Examples:",
      "  millrace bench",
      "  millrace bench chain-1000 fan-100 --rounds 9 --json"
    })
final class BenchCommand implements Subcommand {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "SHAPE",
      arity = "0..*",
      description =
          "What to measure: chain-100 fan-1000 grid-32x32 runs-100x10 map-10000 when not said.")
  private List<String> shapes = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that are measured of each shape, after two to warm up: 5 when not said.")
  private int rounds = 5;

  @Option(names = "--json", description = "Print a JSON object a line for each shape.")
  private boolean json;

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    if (rounds < 1 || rounds > Measure.ROUNDS_MAX) {
      return Messages.wrongUse(
          terminal, "--rounds: %d is not from 1 to %,d.".formatted(rounds, Measure.ROUNDS_MAX));
    }
    var parsed = new ArrayList<Shape>();
    for (var text : shapes) {
      switch (Shape.parse(text)) {
        case Shape.Parsed.Wrong(var message) -> {
          return Messages.wrongUse(terminal, message);
        }
        case Shape.Parsed.Right(var shape) -> parsed.add(shape);
      }
    }
    return measure(parsed.isEmpty() ? Shape.DEFAULTS : parsed);
  }

  private ExitStatus measure(List<Shape> wanted) {
    var measured = new ArrayList<Measurement>();
    for (var shape : wanted) {
      terminal.err().line("Measuring " + shape + "...");
      try (var folder = TemporaryFolder.make()) {
        var measurement = Measure.of(shape, rounds, folder.path());
        measured.add(measurement);
        if (json) {
          terminal.out().line(line(measurement));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Messages.failed(terminal, "interrupted");
      }
    }
    if (!json) {
      terminal.out().print(table(measured).text(terminal.out()));
    }
    return ExitStatus.DONE;
  }

  private static String line(Measurement measurement) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("shape", measurement.shape().toString());
    json.put("tasks", measurement.shape().tasks());
    json.put("rounds", measurement.rounds().size());
    json.put("medianSeconds", seconds(measurement.median()));
    json.put("minSeconds", seconds(measurement.min()));
    json.put("maxSeconds", seconds(measurement.max()));
    json.put(
        "perTaskMillis",
        BigDecimal.valueOf(measurement.perTaskMillis()).setScale(6, RoundingMode.HALF_UP));
    return json.toString();
  }

  /// To the microsecond; the last digits of a nanosecond mean nothing.
  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9).setScale(6, RoundingMode.HALF_UP);
  }

  private static Table table(List<Measurement> measured) {
    var table =
        new Table(
            Column.text("SHAPE"),
            Column.number("TASKS"),
            Column.number("ROUNDS"),
            Column.number("MEDIAN"),
            Column.number("MIN"),
            Column.number("MAX"),
            Column.number("A TASK"));
    for (var measurement : measured) {
      table.row(
          Cell.plain(measurement.shape().toString()),
          Cell.plain("%,d".formatted(measurement.shape().tasks())),
          Cell.plain(Integer.toString(measurement.rounds().size())),
          Cell.plain(text(measurement.median())),
          Cell.plain(text(measurement.min())),
          Cell.plain(text(measurement.max())),
          Cell.plain(String.format(Locale.ROOT, "%.3f ms", measurement.perTaskMillis())));
    }
    return table;
  }

  private static String text(Duration duration) {
    return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
  }
}
