package dev.millrace.definition.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What an expression reads of its scope, known before it is evaluated. It names at least all that
/// an evaluation can read. Offsets are places in the expression's text, in UTF-16 units from 0.
///
/// @param roots each place that reads a name of the scope other than `tasks`
/// @param tasks each place that reads a task by name
/// @param strayFields each place that reads a field that tasks do not have
/// @param dynamic each place whose reading of tasks depends on values: `tasks` alone, `tasks.*`,
///     `$lookup(tasks, ...)`, `$$`, `**`. Validation refuses these, because only what expressions
///     name is read from the store.
public record References(
    List<RootReading> roots,
    List<TaskReading> tasks,
    List<FieldReading> strayFields,
    List<Integer> dynamic) {
  /// What an expression without names reads.
  public static final References NONE = new References(List.of(), List.of(), List.of(), List.of());

  /// One place that reads a name of the scope.
  public record RootReading(String name, int offset) {}

  /// One place that reads a task.
  ///
  /// @param fields what it reads of the task: all of them where the task is used as a whole, none
  ///     where it only matters that the task is there
  /// @param offset where the task's name stands
  public record TaskReading(String task, Set<TaskField> fields, int offset) {
    public TaskReading {
      fields = Set.copyOf(fields);
    }
  }

  /// One place that reads a field of a task.
  public record FieldReading(String task, String field, int offset) {
    /// The field that was probably meant.
    public Optional<String> nearest() {
      return Nearest.of(field, Stream.of(TaskField.values()).map(TaskField::text).toList());
    }
  }

  /// A name that is not known where the expression stands.
  ///
  /// @param nearest the known name that was probably meant
  public record UnknownRoot(String name, int offset, Optional<String> nearest) {}

  public References {
    roots = List.copyOf(roots);
    tasks = List.copyOf(tasks);
    strayFields = List.copyOf(strayFields);
    dynamic = List.copyOf(dynamic);
  }

  /// Whether a name of the scope is read; `tasks` is when any task is.
  public boolean reads(String name) {
    return name.equals(Root.TASKS.text())
        ? !tasks.isEmpty() || !dynamic.isEmpty()
        : roots.stream().anyMatch(reading -> reading.name().equals(name));
  }

  /// The same for one of the standard names.
  public boolean reads(Root root) {
    return reads(root.text());
  }

  /// Whether some place reads tasks that it does not name.
  public boolean readsTasksDynamically() {
    return !dynamic.isEmpty();
  }

  /// What is read of each task, by its name.
  public SortedMap<String, Set<TaskField>> taskFields() {
    var fields = new TreeMap<String, Set<TaskField>>();
    for (var reading : tasks) {
      fields
          .computeIfAbsent(reading.task(), _ -> EnumSet.noneOf(TaskField.class))
          .addAll(reading.fields());
    }
    return fields;
  }

  /// The readings of names that are not among those known where the expression stands, in the
  /// order of the text. `tasks` need not be listed as known.
  public List<UnknownRoot> unknownRoots(Collection<String> known) {
    var candidates = new ArrayList<>(known);
    candidates.add(Root.TASKS.text());
    return roots.stream()
        .filter(reading -> !known.contains(reading.name()))
        .sorted(Comparator.comparingInt(RootReading::offset))
        .map(
            reading ->
                new UnknownRoot(
                    reading.name(), reading.offset(), Nearest.of(reading.name(), candidates)))
        .toList();
  }

  /// All that either of the two reads. Offsets keep referring to the texts that they came from.
  public References and(References other) {
    return new References(
        joined(roots, other.roots),
        joined(tasks, other.tasks),
        joined(strayFields, other.strayFields),
        joined(dynamic, other.dynamic));
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
