package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.Attempt;
import dev.millrace.core.DagName;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.definition.Problem;
import dev.millrace.engine.kind.ChildRuns;
import dev.millrace.engine.store.Origin;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Starts and cancels runs for the actions of other runs.
final class Children {
  /// Hexadecimal digits of a child's name: 128 bits of what it is made of.
  private static final int NAME_DIGITS = 32;

  private final RunStore runs;
  private final Plans plans;
  private final StartRun startRun;
  private final CancelRun cancelRun;
  private final TellParent tellParent;

  Children(
      RunStore runs, Plans plans, StartRun startRun, CancelRun cancelRun, TellParent tellParent) {
    this.runs = runs;
    this.plans = plans;
    this.startRun = startRun;
    this.cancelRun = cancelRun;
    this.tellParent = tellParent;
  }

  /// The runs that an attempt starts.
  ChildRuns of(RunRecord parent, TaskName task, Attempt attempt, Invocation invocation) {
    return new Starting(parent, task, attempt, invocation);
  }

  /// The child run of a group, of the task or instance and job that started it.
  static RunId groupRun(RunRecord parent, TaskName task, OptionalInt index, int job) {
    return RunId.named(parent.dag(), nameOf(parent.run(), task, index, job));
  }

  /// The run of a chunk of a mapped task.
  ///
  /// @param expansion tells apart what one task was expanded into, one after another
  static RunId chunkRun(RunRecord parent, TaskName task, int chunk, int expansion) {
    var madeOf = parent.run() + "\n" + task + "\nchunk " + chunk + "\n" + expansion;
    return RunId.named(parent.dag(), digest(madeOf));
  }

  private static String nameOf(RunId parent, TaskName task, OptionalInt index, int job) {
    var place = index.isPresent() ? task + "[" + index.getAsInt() + "]" : task.text();
    return digest(parent + "\n" + place + "\n" + job);
  }

  /// A name for a run that is made of something else, the same for the same.
  static String digest(String madeOf) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var all = madeOf.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(all)).substring(0, NAME_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private final class Starting implements ChildRuns {
    private final RunRecord parent;
    private final TaskName task;
    private final Attempt attempt;
    private final Invocation invocation;

    Starting(RunRecord parent, TaskName task, Attempt attempt, Invocation invocation) {
      this.parent = parent;
      this.task = task;
      this.attempt = attempt;
      this.invocation = invocation;
    }

    @Override
    public Child start(DagName dag, OptionalInt version, JsonNode input, Waiting waiting) {
      var link = link(waiting);
      return started(
          link,
          () ->
              startRun.startChild(
                  new StartRun.Request(
                      dag,
                      Optional.of(nameOf(parent.run(), task, link.index(), link.job())),
                      input,
                      version),
                  new Origin(Optional.of(link), List.of()).following(parent.origin().follows()),
                  invocation));
    }

    @Override
    public Child startGroup(JsonNode captured) {
      var link = link(Waiting.FOR_ITS_END);
      var path = new ArrayList<>(parent.origin().group());
      path.add(task);
      return started(
          link,
          () ->
              startRun.startPart(
                  groupRun(parent, task, link.index(), link.job()),
                  parent,
                  captured,
                  new Origin(Optional.of(link), path).following(parent.origin().follows()),
                  invocation));
    }

    @Override
    public void cancel(RunId run) {
      var _ = cancelRun.cancel(run, invocation);
    }

    private Origin.Parent link(Waiting waiting) {
      var index = Recorded.indexOf(attempt.work());
      return new Origin.Parent(
          parent.run(),
          task,
          index,
          Jobs.of(attempt.number(), runs.task(parent.run(), task, index)),
          parent.origin().depth() + 1,
          waiting == Waiting.FOR_ITS_END);
    }

    private Child started(Origin.Parent link, Supplier<StartRun.Start> start) {
      if (link.depth() > Origin.DEPTH_MAX) {
        return refused(
            "it would be the %dth run within another; at most %d are allowed. Does a DAG start itself?"
                .formatted(link.depth(), Origin.DEPTH_MAX));
      }
      return switch (start.get()) {
        case StartRun.Start.Started(var record) -> underWay(record);
        case StartRun.Start.Again(var record) -> underWay(record);
        // Made of the same attempt, so it is the same child, whatever its expressions gave then.
        case StartRun.Start.OtherInput(var record) -> underWay(record);
        case StartRun.Start.UnknownDag(var what) -> refused(what);
        case StartRun.Start.WrongInput(var problems) ->
            refused(problems.stream().map(Problem::message).collect(Collectors.joining(" ")));
      };
    }

    private Child underWay(RunRecord record) {
      return record.state().status().hasEnded()
          ? new Child.Ended(record.run(), tellParent.outcomeOf(plans.of(record), record))
          : new Child.Open(record.run());
    }

    private static Child refused(String why) {
      return new Child.Refused(ErrorName.CHILD_REFUSED, "the run cannot be started: " + why);
    }
  }
}
