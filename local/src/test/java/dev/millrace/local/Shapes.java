package dev.millrace.local;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// DAG documents of tasks that only pass a value, in shapes of any size.
public final class Shapes {
  private Shapes() {}

  /// One task after the other.
  public static String chain(String dag, int tasks) {
    return dag(dag)
        + IntStream.range(0, tasks)
            .mapToObj(at -> at == 0 ? task("t0") : task("t" + at, "t" + (at - 1)))
            .collect(Collectors.joining());
  }

  /// One task, then many side by side, then one.
  public static String fan(String dag, int tasks) {
    var middle = IntStream.range(0, tasks).mapToObj(at -> "m" + at).toList();
    return dag(dag)
        + task("first")
        + middle.stream().map(name -> task(name, "first")).collect(Collectors.joining())
        + task("last", middle.toArray(String[]::new));
  }

  /// Rows of tasks, each of which needs the two above it.
  public static String grid(String dag, int rows, int columns) {
    var text = new StringBuilder(dag(dag));
    for (var row = 0; row < rows; row++) {
      for (var column = 0; column < columns; column++) {
        var name = "r" + row + "c" + column;
        if (row == 0) {
          text.append(task(name));
        } else {
          var above = "r" + (row - 1) + "c";
          text.append(task(name, above + column, above + (column + 1) % columns));
        }
      }
    }
    return text.toString();
  }

  private static String dag(String name) {
    return "dag: " + name + "\ntasks:\n";
  }

  private static String task(String name, String... needs) {
    return "  " + name + ": {pass: {}" + needs(needs) + "}\n";
  }

  private static String needs(String... needs) {
    return needs.length == 0 ? "" : ", needs: [" + String.join(", ", needs) + "]";
  }
}
