package dev.millrace.core;

/// What is attempted: a whole task, or one instance of a mapped task. `task` is the task's index
/// in the order of the document.
public sealed interface Work extends Comparable<Work> {
  /// Index of the task in its plan, from 0.
  int task();

  /// A task that is not mapped (or the mapped task as a whole).
  record Whole(int task) implements Work {
    @Override
    public String toString() {
      return Integer.toString(task);
    }
  }

  /// The element `index` (from 0) of a mapped task.
  record Instance(int task, int index) implements Work {
    @Override
    public String toString() {
      return task + "[" + index + "]";
    }
  }

  /// The task as a whole.
  static Work of(int task) {
    return new Whole(task);
  }

  /// One instance of a mapped task.
  static Work of(int task, int index) {
    return new Instance(task, index);
  }

  /// Reads the form that `toString` writes: `3` or `3[17]`.
  ///
  /// @throws IllegalArgumentException when the text has another form
  static Work parse(String text) {
    var bracket = text.indexOf('[');
    if (bracket < 0) {
      return new Whole(Integer.parseInt(text));
    }
    if (!text.endsWith("]")) {
      throw new IllegalArgumentException("not a work: " + text);
    }
    return new Instance(
        Integer.parseInt(text.substring(0, bracket)),
        Integer.parseInt(text.substring(bracket + 1, text.length() - 1)));
  }

  @Override
  default int compareTo(Work other) {
    var byTask = Integer.compare(task(), other.task());
    return byTask != 0 ? byTask : Integer.compare(rank(this), rank(other));
  }

  private static int rank(Work work) {
    return switch (work) {
      case Whole _ -> 0;
      case Instance instance -> instance.index() + 1;
    };
  }
}
