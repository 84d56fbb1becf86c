package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.core.run.Instances;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Stands in for the action of a mapped task that was expanded into chunks: starts the run of a
/// chunk and waits for its end. There is one run for a chunk, however often the run around it is
/// redriven: each time it is opened again and does what has failed.
final class ChunkRuns implements TaskKind {
  /// When it looks again whether the run of an earlier round, which was cancelled, has ended.
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private static final String RUN = "run";
  private static final String ROUND = "round";

  private final RunStore runs;
  private final Plans plans;
  private final Chunks chunks;
  private final StartRun startRun;
  private final RetryRun retryRun;
  private final CancelRun cancelRun;
  private final TellParent tellParent;

  ChunkRuns(
      RunStore runs,
      Plans plans,
      Chunks chunks,
      StartRun startRun,
      RetryRun retryRun,
      CancelRun cancelRun,
      TellParent tellParent) {
    this.runs = runs;
    this.plans = plans;
    this.chunks = chunks;
    this.startRun = startRun;
    this.retryRun = retryRun;
    this.cancelRun = cancelRun;
    this.tellParent = tellParent;
  }

  @Override
  public String name() {
    return "chunk";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    return List.of();
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(true, true);
  }

  @Override
  public JsonNode schema() {
    return BooleanNode.TRUE;
  }

  @Override
  public boolean reachesOutside() {
    return false;
  }

  @Override
  public boolean cancels() {
    return true;
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    return take((EngineAttempt) attempt);
  }

  @Override
  public Execution resume(AttemptContext attempt) {
    return take((EngineAttempt) attempt);
  }

  private Execution take(EngineAttempt attempt) {
    var parent = attempt.record();
    if (!(attempt.attempt().work() instanceof Work.Instance(var index, var chunk))) {
      throw new IllegalStateException(attempt.label() + " of " + parent.run() + " is no chunk");
    }
    var all = parent.state().instancesOf(index);
    var run = Chunks.runOf(parent, attempt.task(), all, chunk);
    var next =
        new Origin.Chunk(
            chunks.firstOf(parent.run(), attempt.task(), chunk),
            tolerated(attempt, index, all),
            parent.state().epoch());
    if (parent.state().epoch() > 0 && earlierRoundGoesOn(attempt, index, all)) {
      return lookAgain(attempt, run, next);
    }
    var found = runs.load(run);
    if (found.isEmpty()) {
      return start(attempt, run, chunk, all, next);
    }
    var child = found.get();
    if (isOf(child, next.round())) {
      return child.state().status().hasEnded() ? ended(child) : goOn(attempt, child, chunk, all);
    }
    if (!child.state().status().hasEnded()) {
      return lookAgain(attempt, run, next);
    }
    return switch (retryRun.retryChunk(run, next, attempt.invocation())) {
      case RetryRun.Retry.Reopened(var record) -> waits(record, next.round());
      case RetryRun.Retry.StillOpen(var record) -> waits(record, next.round());
      case RetryRun.Retry.NothingToDo(var record) -> ended(record);
      case RetryRun.Retry.Unknown(var what) ->
          Execution.Failed.of(ErrorName.CHILD_REFUSED, "the chunk cannot go on: " + what);
      case RetryRun.Retry.WrongInput _ ->
          throw new IllegalStateException("run " + run + " was given no input");
    };
  }

  private static Execution lookAgain(EngineAttempt attempt, RunId run, Origin.Chunk next) {
    var again = Optional.of(attempt.now().plus(LOOK_AGAIN));
    return new Execution.Parked(note(run, next.round()), again);
  }

  /// Whether a chunk is still at work that was cancelled before the run around it was opened again.
  /// It matters where chunks come one after another.
  private boolean earlierRoundGoesOn(EngineAttempt attempt, int index, Instances all) {
    var parent = attempt.record();
    var policy = plans.of(parent).plan().task(index).map().orElseThrow();
    return policy.chunksAtWork(all.items()) == 1
        && IntStream.range(0, all.size())
            .mapToObj(chunk -> Chunks.runOf(parent, attempt.task(), all, chunk))
            .flatMap(run -> runs.load(run).stream())
            .anyMatch(
                sibling ->
                    !sibling.state().status().hasEnded() && !isOf(sibling, parent.state().epoch()));
  }

  /// What is left of the failures that the whole map tolerates. Where it tolerates any, its chunks
  /// come one after another.
  private int tolerated(EngineAttempt attempt, int index, Instances all) {
    var parent = attempt.record();
    var policy = plans.of(parent).plan().task(index).map().orElseThrow();
    var inAll = policy.tolerate().of(all.items());
    return inAll == 0 ? 0 : Math.max(0, inAll - chunks.failedIn(parent, attempt.task(), all));
  }

  private Execution start(
      EngineAttempt attempt, RunId run, int chunk, Instances all, Origin.Chunk next) {
    var parent = attempt.record();
    var link =
        new Origin.Parent(
            parent.run(),
            attempt.task(),
            OptionalInt.of(chunk),
            all.attemptsBefore(),
            parent.origin().depth() + 1,
            true);
    if (link.depth() > Origin.DEPTH_MAX) {
      return Execution.Failed.of(
          ErrorName.CHILD_REFUSED,
          "the map has %d items and runs as chunks, each a run: it would be the %dth run within another; at most %d are allowed"
              .formatted(all.items(), link.depth(), Origin.DEPTH_MAX));
    }
    var origin =
        new Origin(Optional.of(link), parent.origin().group())
            .following(parent.origin().follows())
            .ofChunk(next);
    var input = JsonNodeFactory.instance.objectNode();
    return switch (startRun.startPart(run, parent, input, origin, attempt.invocation())) {
      case StartRun.Start.Started(var record) -> waitsOrEnded(record, next.round());
      case StartRun.Start.Again(var record) -> waitsOrEnded(record, next.round());
      case StartRun.Start.OtherInput _, StartRun.Start.UnknownDag _, StartRun.Start.WrongInput _ ->
          throw new IllegalStateException("run " + run + " is a part of one that has begun");
    };
  }

  /// An attempt whose worker was lost has started it, and may not have sent what became ready.
  private Execution goOn(EngineAttempt attempt, RunRecord child, int chunk, Instances all) {
    var standing = child.origin().chunk().orElseThrow();
    return child.state().epoch() == 0
        ? start(attempt, child.run(), chunk, all, standing)
        : switch (retryRun.retryChunk(child.run(), standing, attempt.invocation())) {
          case RetryRun.Retry.Reopened(var record) -> waitsOrEnded(record, standing.round());
          case RetryRun.Retry.StillOpen(var record) -> waitsOrEnded(record, standing.round());
          case RetryRun.Retry.NothingToDo(var record) -> ended(record);
          case RetryRun.Retry.Unknown _, RetryRun.Retry.WrongInput _ ->
              throw new IllegalStateException("run " + child.run() + " was open");
        };
  }

  private static boolean isOf(RunRecord child, int round) {
    return child.origin().chunk().filter(chunk -> chunk.round() == round).isPresent();
  }

  private Execution waitsOrEnded(RunRecord child, int round) {
    return child.state().status().hasEnded() ? ended(child) : waits(child, round);
  }

  private static Execution waits(RunRecord child, int round) {
    return new Execution.Parked(note(child.run(), round), Optional.empty());
  }

  private Execution ended(RunRecord child) {
    return tellParent.outcomeOf(plans.of(child), child);
  }

  private static JsonNode note(RunId run, int round) {
    return JsonNodeFactory.instance.objectNode().put(RUN, run.text()).put(ROUND, round);
  }

  /// Cancels the run that a chunk waits for, unless it has been opened again for a later round.
  @Override
  public void cancel(AttemptContext attempt) {
    // Without a note another attempt has taken its place, which looks after the run.
    attempt
        .note()
        .ifPresent(
            note ->
                cancelRun.cancelRound(
                    new RunId(note.path(RUN).textValue()),
                    note.path(ROUND).intValue(),
                    ((EngineAttempt) attempt).invocation()));
  }

  /// Whether a note of a parked attempt of a run is a chunk's, though the map may have other
  /// instances by now.
  boolean hasNoted(RunRecord parent, JsonNode note) {
    return note.path(ROUND).isInt()
        && RunId.isValid(note.path(RUN).asText())
        && runs.load(new RunId(note.path(RUN).textValue()))
            .filter(child -> child.origin().chunk().isPresent())
            .flatMap(child -> child.origin().parent())
            .filter(link -> link.run().equals(parent.run()))
            .isPresent();
  }
}
