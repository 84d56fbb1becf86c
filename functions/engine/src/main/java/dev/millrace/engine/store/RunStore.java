package dev.millrace.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.StopCause;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Holds runs and all that belongs to them. Every write is durable when its method returns, and
/// every read sees all writes that returned before it.
public interface RunStore {
  /// A larger input is kept apart from RUN, which is paid for at every advance.
  int INPUT_INLINE_MAX_BYTES = 256;

  /// Items of a map that are stored together; equals the attempts of one assignment.
  int ITEMS_GROUP = 10;

  /// What became of a creation.
  sealed interface Creation {
    /// The run is new.
    record Created() implements Creation {}

    /// The run was there already; nothing was changed.
    record Exists(RunRecord record) implements Creation {}
  }

  /// What became of a conditional write of RUN.
  sealed interface Writing {
    /// It was written.
    record Stored() implements Writing {}

    /// Another write came first (or this one, whose answer was lost). `current` is what stands
    /// there; empty when the run was removed.
    record Refused(Optional<RunRecord> current) implements Writing {}
  }

  /// What became of recording an attempt.
  sealed interface Recording {
    /// It was written.
    record Stored() implements Recording {}

    /// What stands there does not give way, see [TaskRecord#givesWayTo].
    record Refused(TaskRecord current) implements Recording {}
  }

  /// What became of a claim.
  sealed interface Claiming {
    /// The assignment is this worker's.
    record Claimed() implements Claiming {}

    /// It had been taken before, perhaps by this very invocation with a lost answer.
    record Taken(Claim by) implements Claiming {}
  }

  /// The word that no further action may start in an epoch of a run, and why.
  record Stop(int epoch, StopCause cause) {}

  /// What a worker reads before it starts something.
  ///
  /// @param records of those tasks that have one
  /// @param stop of the epoch that was stopped last
  record Reading(Map<TaskName, TaskRecord> records, Optional<Stop> stop) {
    /// Copies the map.
    public Reading {
      records = Map.copyOf(records);
    }
  }

  /// Writes a new run, with `seq` 1, and its input, unless the run exists.
  Creation create(RunRecord record, Payload input);

  /// Reads RUN.
  Optional<RunRecord> load(RunId run);

  /// Writes RUN, provided that what stands there has a `seq` of one less.
  Writing put(RunRecord next);

  /// The input that the run was created with. RUN has another one, or refers to it, when the run
  /// was opened again with it: see [RunRecord#input].
  ///
  /// @throws IllegalStateException when there is no such run
  Payload input(RunId run);

  /// The run's output, once it ended with one.
  Optional<Payload> output(RunId run);

  /// Writes the run's output, before RUN says that it ended.
  void putOutput(RunId run, Payload output);

  /// Writes records of attempts, each by itself where what stands there gives way to it; the store
  /// adds first start and history ([TaskRecord#after]). Answers come in the same order.
  List<Recording> record(RunId run, List<TaskRecord> records);

  /// Reads what a worker needs: the records of whole tasks, and whether the run was stopped.
  Reading read(RunId run, Collection<TaskName> tasks);

  /// The record of a task or of one of its instances.
  Optional<TaskRecord> task(RunId run, TaskName task, OptionalInt index);

  /// The records of a mapped task's instances, by index; those without one are left out.
  List<TaskRecord> instances(RunId run, TaskName task);

  /// All records of a run: tasks and instances, by name and index.
  List<TaskRecord> tasks(RunId run);

  /// Takes an assignment, unless it has been taken.
  Claiming claim(Claim claim);

  /// Who has taken an assignment.
  Optional<Claim> claimOf(RunId run, AssignmentId assignment);

  /// Puts the word that no further action may start in that epoch of the run. A later epoch stands;
  /// in one epoch the first cause.
  void putStop(RunId run, Stop stop);

  /// Writes the items of a mapped task, in groups of [#ITEMS_GROUP].
  void putItems(RunId run, TaskName task, List<JsonNode> items);

  /// The items of one group (the last may be shorter).
  ///
  /// @throws IllegalStateException when there is no such group
  List<JsonNode> items(RunId run, TaskName task, int group);

  /// Writes a callback token's item; the same again does no harm.
  void putToken(Token token);

  /// Reads a callback token's item.
  Optional<Token> token(RunId run, String hash);

  /// Notes a sign of life, unless a later one was noted.
  void seen(RunId run, String hash, Instant at);

  /// Runs that are not settled and whose `nextCheck` is not after `until`, the most overdue first.
  List<RunId> due(Instant until, int limit);

  /// Lists runs, newest first.
  ///
  /// @throws IllegalArgumentException when the cursor is none that a page gave
  RunPage list(RunQuery query);

  /// Removes a run with all that belongs to it.
  ///
  /// @return whether there was one
  boolean remove(RunId run);
}
