package dev.millrace.bench;

import dev.millrace.core.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A DAG to measure, of tasks that do nothing: what is left is the price of orchestration. Written
/// as `chain-100`, `fan-1000`, `grid-32x32`, `runs-100x10`, `map-10000`.
public sealed interface Shape {
  /// What is measured when nobody says.
  static List<Shape> defaults() {
    return List.of(
        new Chain(100), new Fan(1_000), new Grid(32, 32), new Runs(100, 10), new Each(10_000));
  }

  /// Most tasks and instances of one shape, all of its runs together.
  int TASKS_MAX = Plan.TASKS_MAX;

  /// Tasks one after the other.
  record Chain(int length) implements Shape {
    @Override
    public int tasks() {
      return length;
    }

    @Override
    public String toString() {
      return "chain-" + length;
    }
  }

  /// One task, then `width` tasks side by side, then one that waits for all of them.
  record Fan(int width) implements Shape {
    @Override
    public int tasks() {
      return width + 2;
    }

    @Override
    public String toString() {
      return "fan-" + width;
    }
  }

  /// Rows of tasks where each waits for its upper and its left neighbour.
  record Grid(int rows, int columns) implements Shape {
    @Override
    public int tasks() {
      return product(rows, columns);
    }

    @Override
    public String toString() {
      return "grid-" + rows + "x" + columns;
    }
  }

  /// Runs of a chain, all started at once.
  record Runs(int count, int length) implements Shape {
    @Override
    public int tasks() {
      return product(count, length);
    }

    @Override
    public int runs() {
      return count;
    }

    @Override
    public String toString() {
      return "runs-" + count + "x" + length;
    }
  }

  /// One task for each of so many items.
  record Each(int items) implements Shape {
    @Override
    public int tasks() {
      return items;
    }

    @Override
    public String toString() {
      return "map-" + items;
    }
  }

  /// Tasks and instances of a round, over all of its runs.
  int tasks();

  /// Runs of a round.
  default int runs() {
    return 1;
  }

  /// What became of a text.
  sealed interface Parsed {
    /// It names a shape.
    record Right(Shape shape) implements Parsed {}

    /// It does not.
    ///
    /// @param message what is wrong and what to write
    record Wrong(String message) implements Parsed {}
  }

  /// Reads the form that `toString` writes, with sizes from 1 that make at most [#TASKS_MAX] tasks.
  static Parsed parse(String text) {
    var form = Pattern.compile("([a-z]+)-([0-9]{1,9})(?:x([0-9]{1,9}))?").matcher(text);
    var shape = form.matches() ? of(form) : Optional.<Shape>empty();
    if (shape.isEmpty()) {
      return new Parsed.Wrong(
          "there is no shape " + text + ": use chain-N, fan-N, grid-NxM, runs-RxN or map-N.");
    }
    var tasks = shape.get().tasks();
    if (tasks > TASKS_MAX || isEmpty(form)) {
      return new Parsed.Wrong(
          "%s is of the wrong size: 1 to %,d tasks are measured.".formatted(text, TASKS_MAX));
    }
    return new Parsed.Right(shape.get());
  }

  private static Optional<Shape> of(Matcher form) {
    var size = Integer.parseInt(form.group(2));
    var second = Optional.ofNullable(form.group(3)).map(Integer::parseInt);
    return switch (form.group(1)) {
      case "chain" -> second.isPresent() ? Optional.empty() : Optional.of(new Chain(size));
      case "fan" -> second.isPresent() ? Optional.empty() : Optional.of(new Fan(size));
      case "map" -> second.isPresent() ? Optional.empty() : Optional.of(new Each(size));
      case "grid" -> second.map(columns -> new Grid(size, columns));
      case "runs" -> second.map(length -> new Runs(size, length));
      default -> Optional.empty();
    };
  }

  private static boolean isEmpty(Matcher form) {
    return Integer.parseInt(form.group(2)) == 0
        || (form.group(3) != null && Integer.parseInt(form.group(3)) == 0);
  }

  private static int product(int some, int other) {
    return (int) Math.min(Integer.MAX_VALUE, (long) some * other);
  }
}
