package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.bench.Measure;
import dev.millrace.bench.Measurement;
import dev.millrace.bench.Shape;
import dev.millrace.cli.embedded.TemporaryFolder;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.line.WrongUseException;
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

/// `millrace bench`: what orchestration costs in time, on this machine.
final class BenchCommand implements Subcommand {
  private static final int ROUNDS = 5;

  private final Terminal terminal;

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "bench", "Measures DAGs of known shapes, of tasks that do nothing, on this machine.")
        .argument(
            "SHAPE",
            Times.ANY,
            "What to measure. Otherwise chain-100 fan-1000 grid-32x32 runs-100x10 map-10000.")
        .option(
            "--rounds",
            "N",
            "Rounds that are measured of each shape, after two to warm up. Otherwise 5.")
        .flag("--json", "Print a JSON object a line for each shape.")
        .notes(
            "Shapes:",
            "  chain-N    N tasks one after the other",
            "  fan-N      one task, N side by side, one that waits for them",
            "  grid-NxM   N x M tasks, each after its upper and its left neighbour",
            "  runs-RxN   R runs of chain-N at once",
            "  map-N      one task for each of N items")
        .notes(
            "Examples:",
            "  millrace bench",
            "  millrace bench chain-1000 fan-100 --rounds 9 --json");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var rounds = arguments.number("--rounds", 1, Measure.ROUNDS_MAX, ROUNDS);
    var shapes = new ArrayList<Shape>();
    for (var text : arguments.arguments("SHAPE")) {
      switch (Shape.parse(text)) {
        case Shape.Parsed.Wrong(var message) -> throw new WrongUseException(message);
        case Shape.Parsed.Right(var shape) -> shapes.add(shape);
      }
    }
    return measure(shapes.isEmpty() ? Shape.defaults() : shapes, rounds, arguments.has("--json"));
  }

  private ExitStatus measure(List<Shape> shapes, int rounds, boolean json) {
    var measured = new ArrayList<Measurement>();
    for (var shape : shapes) {
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
