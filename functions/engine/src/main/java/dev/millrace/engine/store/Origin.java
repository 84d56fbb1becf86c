package dev.millrace.engine.store;

import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Where a run comes from.
///
/// @param parent the run whose task started it; empty: somebody else did
/// @param group which inline group of the DAG it executes: the names of the tasks around it, from
///     the outside in; empty: the DAG itself
/// @param chunk which items of a mapped task it executes, that of `parent`, in the DAG or group;
///     empty: all tasks
/// @param admission there when the run begins only once it has a place among the open runs of its
///     DAG
/// @param follows how many ended runs led to this one, each by starting the next or what is around
///     it; 0: none did
public record Origin(
    Optional<Parent> parent,
    List<TaskName> group,
    Optional<Chunk> chunk,
    Optional<Admission> admission,
    int follows) {
  /// Runs within runs at most (a DAG that starts itself would never end).
  public static final int DEPTH_MAX = 10;

  /// Runs that may follow each other (DAGs that start after each other would never end).
  public static final int FOLLOWS_MAX = 100;

  /// Of a run that no task started.
  public static final Origin NONE = new Origin(Optional.empty(), List.of());

  /// Of a run that waits for nobody.
  public Origin(Optional<Parent> parent, List<TaskName> group) {
    this(parent, group, Optional.empty(), Optional.empty(), 0);
  }

  /// The same for a run that begins once it has a place.
  public Origin admittedBy(Admission by) {
    return new Origin(parent, group, chunk, Optional.of(by), follows);
  }

  /// The same without waiting for a place.
  public Origin notAdmitted() {
    return new Origin(parent, group, chunk, Optional.empty(), follows);
  }

  /// The same for a run that so many ended runs led to.
  public Origin following(int ended) {
    return new Origin(parent, group, chunk, admission, ended);
  }

  /// The same for a run that executes a chunk of its parent's items.
  public Origin ofChunk(Chunk next) {
    return new Origin(parent, group, Optional.of(next), admission, follows);
  }

  /// Whether it executes a part of its DAG for the run around it, and stands in no list.
  public boolean isPart() {
    return !group.isEmpty() || chunk.isPresent();
  }

  /// The place of an instance among all items of its map.
  public int indexOf(int instance) {
    return chunk.map(Chunk::first).orElse(0) + instance;
  }

  /// Copies the list.
  public Origin {
    group = List.copyOf(group);
  }

  /// How many runs are around it.
  public int depth() {
    return parent.map(Parent::depth).orElse(0);
  }

  /// A chunk of the items of a mapped task.
  ///
  /// @param first the place of its first item among all
  /// @param tolerate failed instances that it may have, of those tolerated in all
  /// @param round the epoch of the parent for which it was started or opened again: in another it
  ///     has nothing to tell
  public record Chunk(int first, int tolerate, int round) {}

  /// The task, or instance, that started a run.
  ///
  /// @param job tells apart the runs that one task or instance starts one after another; of a chunk
  ///     the expansion that made it
  /// @param depth how many runs are around the child
  /// @param awaits whether the parent's attempt waits to be told how the child ended
  public record Parent(
      RunId run, TaskName task, OptionalInt index, int job, int depth, boolean awaits) {}
}
