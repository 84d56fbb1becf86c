package dev.millrace.core.plan;

/// The edges of one task towards its needs or its successors: indexes of the other tasks, and for
/// successors the place of the edge among the successor's needs. An unmodifiable pair of columns.
public final class Edges {
  private final int[] tasks;
  private final int[] positions;

  Edges(int[] tasks, int[] positions) {
    this.tasks = tasks;
    this.positions = positions;
  }

  /// Number of edges.
  public int size() {
    return tasks.length;
  }

  /// The task at the other end of edge `i`.
  public int task(int i) {
    return tasks[i];
  }

  /// The place of edge `i` among the needs of the task that waits.
  public int position(int i) {
    return positions[i];
  }
}
