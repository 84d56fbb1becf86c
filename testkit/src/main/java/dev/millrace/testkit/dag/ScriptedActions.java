package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.ErrorName;
import dev.millrace.core.Work;
import dev.millrace.engine.action.ActionCall;
import dev.millrace.engine.action.Actions;
import dev.millrace.engine.action.Finished;
import dev.millrace.engine.action.Finished.Ending;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The actions of one invocation in virtual time. What the test scripts is played; of the rest the
/// real code runs, provided that it reaches nothing outside.
final class ScriptedActions implements Actions {
  private final VirtualHost host;
  private final Strand strand;
  private final List<Playing> playing = new ArrayList<>();

  private record Playing(ActionCall call, Instant startedAt, Instant endsAt, Ending ending) {}

  ScriptedActions(VirtualHost host, Strand strand) {
    this.host = host;
    this.strand = strand;
  }

  @Override
  public void start(ActionCall call) {
    var now = host.now();
    var context = call.context();
    host.watch().started(context);
    if (!(call.kind() instanceof TestedKind kind)) {
      // The engine's own refusal of an attempt that must not act.
      playing.add(new Playing(call, now, now, real(call)));
      return;
    }
    var deadline = context.deadline();
    if (!now.isBefore(deadline)) {
      playing.add(new Playing(call, now, now, new Ending.TimedOut()));
      return;
    }
    if (context.attempt().step() > 0) {
      playing.add(new Playing(call, now, now, real(call)));
      return;
    }
    var received =
        new TaskCall(
            context.task().text(),
            indexOf(context),
            context.attempt().number(),
            context.arguments().deepCopy(),
            now);
    var script = host.scriptOf(received);
    if (script.isEmpty() && kind.reachesOutside()) {
      throw noScript(received, kind);
    }
    host.watch().received(context.run(), received);
    var wrong = script.isPresent() ? wrongArguments(kind, context) : Optional.<Execution>empty();
    if (script.isEmpty() || wrong.isPresent()) {
      playing.add(
          new Playing(
              call, now, now, wrong.<Ending>map(Ending.Returned::new).orElseGet(() -> real(call))));
      return;
    }
    var number = host.watch().callsOf(context.run(), received);
    var answer = strand.ask(() -> script.get().answer(received, number));
    var ends = now.plus(answer.duration());
    playing.add(
        ends.isBefore(deadline) || answer.duration().isZero()
            ? new Playing(call, now, ends, ending(answer, context))
            : new Playing(call, now, deadline, new Ending.TimedOut()));
  }

  private static OptionalInt indexOf(AttemptContext context) {
    return switch (context.attempt().work()) {
      case Work.Whole _ -> OptionalInt.empty();
      case Work.Instance(_, var index) -> OptionalInt.of(index);
    };
  }

  private static NoScriptException noScript(TaskCall call, TestedKind kind) {
    var answer = kind.name().equals("http") ? "answers(BODY)" : "returns(RESULT)";
    return new NoScriptException(
        "Task \"%s\" starts its action %s, which reaches outside, and the test does not say what comes of it.%n"
                .formatted(call.label(), kind.name())
            + "It received %s.%n".formatted(call.arguments())
            + "Script it before the run: dag.task(\"%s\").%s, or .fails(\"Error.Name\", \"cause\"), .parks(), .does(call -> ...)."
                .formatted(call.task(), answer));
  }

  /// As the kind itself would complain: a script must not hide that an expression gave nonsense.
  private static Optional<Execution> wrongArguments(TestedKind kind, AttemptContext context) {
    var problems = kind.check(context.arguments());
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Execution.Failed.of(
                ErrorName.ARGUMENTS_INVALID,
                problems.stream()
                    .map(problem -> problem.message() + " " + problem.mend())
                    .collect(Collectors.joining(" "))));
  }

  private static Ending ending(Answer answer, AttemptContext context) {
    return switch (answer.what()) {
      case Answer.What.Returns(var result) ->
          new Ending.Returned(new Execution.Done(result.deepCopy()));
      case Answer.What.Fails(var error, var cause, var retryAfter) ->
          new Ending.Returned(new Execution.Failed(error, cause, retryAfter));
      case Answer.What.Parks _ -> {
        // Asking for the callback stores its token: from here on the attempt can be answered.
        var _ = context.callback();
        yield new Ending.Returned(new Execution.Parked(NullNode.getInstance(), Optional.empty()));
      }
      case Answer.What.Answers _ -> throw new IllegalStateException("was made a result before");
    };
  }

  private static Ending real(ActionCall call) {
    try {
      return new Ending.Returned(
          call.context().attempt().step() == 0
              ? call.kind().execute(call.context())
              : call.kind().resume(call.context()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + call.context().label(), e);
    }
  }

  @Override
  public int running() {
    return playing.size();
  }

  /// Does not linger: in virtual time all that end together are over in the same instant.
  @Override
  public List<Finished> await(Optional<Instant> until, Duration linger) {
    var next =
        playing.stream()
            .map(Playing::endsAt)
            .min(Comparator.naturalOrder())
            .filter(end -> until.isEmpty() || end.isBefore(until.get()))
            .or(() -> until)
            .orElseThrow(() -> new IllegalStateException("an invocation waits for nothing"));
    if (next.isAfter(host.now())) {
      host.sleep(strand, next);
    }
    var finished = new ArrayList<Finished>();
    for (var each : List.copyOf(playing)) {
      if (isOver(each)) {
        playing.remove(each);
        finished.add(new Finished(each.call(), each.ending(), each.startedAt(), each.endsAt()));
      }
    }
    return finished;
  }

  private boolean isOver(Playing each) {
    return !host.now().isBefore(each.endsAt());
  }

  @Override
  public void stop(Predicate<ActionCall> concerned) {
    for (var each : List.copyOf(playing)) {
      if (concerned.test(each.call()) && !isOver(each)) {
        playing.remove(each);
        playing.add(new Playing(each.call(), each.startedAt(), host.now(), new Ending.Stopped()));
      }
    }
  }
}
