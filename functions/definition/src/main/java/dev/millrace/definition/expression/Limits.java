package dev.millrace.definition.expression;

/// How much one evaluation may cost. All of it is counted, none of it is measured, so that the same
/// expression over the same values ends the same way on every machine.
///
/// @param steps parts of the expression that may be evaluated, loops counted each time round; work
///     on long texts and lists counts as steps too, see `Budget`
/// @param depth how deep parts and function calls may nest while they are evaluated
/// @param resultBytes how long the result may be as compact JSON in UTF-8
public record Limits(long steps, int depth, long resultBytes) {
  /// What a DAG's expressions get.
  public static final Limits STANDARD = new Limits(1_000_000, 500, 5L * 1024 * 1024);

  /// What `map.over` gets: as many items as a map may have, as large as an output may be.
  public static final Limits ITEMS = new Limits(5_000_000, 500, 50L * 1024 * 1024);

  /// @throws IllegalArgumentException when a limit is not positive
  public Limits {
    if (steps <= 0 || depth <= 0 || resultBytes <= 0) {
      throw new IllegalArgumentException(
          "limits are positive: "
              + steps
              + " steps, depth "
              + depth
              + ", "
              + resultBytes
              + " bytes");
    }
  }
}
