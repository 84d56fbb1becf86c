package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.definition.Problem;
import dev.millrace.definition.event.EventKey;
import dev.millrace.definition.event.EventStart;
import dev.millrace.definition.expression.Condition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Scope;
import dev.millrace.engine.store.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Starts the run of an event. An event with a key always becomes the same run, which the first
/// delivery makes; whoever delivers it again gets that one, whatever its input was.
public final class StartByEvent {
  private final StartRun startRun;
  private final Clock clock;
  private final Ids ids;

  StartByEvent(StartRun startRun, Clock clock, Ids ids) {
    this.startRun = startRun;
    this.clock = clock;
    this.ids = ids;
  }

  /// An event that has come.
  ///
  /// @param event what expressions read as `event`
  /// @param input what the run gets when the document does not say
  /// @param key what makes it the same event when the document does not say; empty: each delivery
  ///     is an event of its own
  public record Arrived(JsonNode event, JsonNode input, Optional<String> key) {}

  /// What became of it.
  public sealed interface Result {
    /// It started a run.
    record Started(RunId run) implements Result {}

    /// It had started a run before.
    record Again(RunId run) implements Result {}

    /// The filter says that it does not count.
    record Filtered() implements Result {}

    /// It starts nothing: an expression fails, or the input is not what `params` ask for. The same
    /// event would fail again.
    ///
    /// @param why for people
    /// @param problems of the input; empty when it is something else
    record Refused(String why, List<Problem> problems) implements Result {
      /// Copies the list.
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Starts the run of an event, as durably as [StartRun] does.
  public Result start(DagName dag, EventStart start, Arrived arrived, Invocation invocation) {
    var scope = Scope.at(clock.now(), ids.seed());
    return start(dag, start, arrived, scope, Origin.NONE, invocation);
  }

  /// The same for an event that comes from another run.
  ///
  /// @param base whose instant and seed are the same each time, so that the run's input is too
  Result start(
      DagName dag,
      EventStart start,
      Arrived arrived,
      Scope base,
      Origin origin,
      Invocation invocation) {
    var scope = base.with(EventStart.EVENT, arrived.event());
    if (start.filter().isPresent()) {
      switch (start.filter().get().evaluateCondition(scope)) {
        case Condition.Holds _ -> {
          // It counts.
        }
        case Condition.DoesNotHold _ -> {
          return new Result.Filtered();
        }
        case Condition.Failed(var error, var cause) -> {
          return refused("filter: %s: %s".formatted(error, cause));
        }
      }
    }
    return switch (keyOf(start, arrived, scope)) {
      case Key.Wrong(var why) -> refused(why);
      case Key.Read(var key) ->
          switch (input(start, arrived, scope)) {
            case Evaluation.Failed(var error, var cause) ->
                refused("input: %s: %s".formatted(error, cause));
            case Evaluation.Value(var input) ->
                started(dag, nameOf(start, key), input, origin, invocation);
            case Evaluation.Nothing _ ->
                throw new IllegalStateException("nothing has become null before");
          };
    };
  }

  private sealed interface Key {
    record Read(Optional<String> key) implements Key {}

    record Wrong(String why) implements Key {}
  }

  private static Key keyOf(EventStart start, Arrived arrived, Scope scope) {
    if (start.key().isEmpty()) {
      return new Key.Read(arrived.key());
    }
    return switch (start.key().get()) {
      case EventKey.Header(var name) -> {
        var header = arrived.event().path("headers").path(name.toLowerCase(Locale.ROOT));
        yield new Key.Read(Optional.of(header.asText()).filter(text -> !text.isEmpty()));
      }
      case EventKey.Computed(var template) ->
          switch (template.evaluate(scope)) {
            case Evaluation.Nothing _ -> new Key.Read(Optional.empty());
            case Evaluation.Failed(var error, var cause) ->
                new Key.Wrong("dedupe: %s: %s".formatted(error, cause));
            case Evaluation.Value(var value) ->
                value.isContainerNode()
                    ? new Key.Wrong(
                        "dedupe: a key must be a text, a number, or true or false, found "
                            + (value.isArray() ? "a list" : "an object"))
                    : new Key.Read(
                        Optional.of(value)
                            .filter(some -> !some.isNull())
                            .map(JsonNode::asText)
                            .filter(text -> !text.isEmpty()));
          };
    };
  }

  /// Keys of different sources are never the same.
  private static Optional<String> nameOf(EventStart start, Optional<String> key) {
    var source = start.source().word();
    return key.map(text -> source + "-" + Children.digest(source + "\n" + text));
  }

  private static Evaluation input(EventStart start, Arrived arrived, Scope scope) {
    return start
        .input()
        .map(template -> template.evaluate(scope).nothingAsNull())
        .orElseGet(() -> new Evaluation.Value(arrived.input()));
  }

  private Result started(
      DagName dag, Optional<String> name, JsonNode input, Origin origin, Invocation invocation) {
    var request = new StartRun.Request(dag, name, input, OptionalInt.empty());
    return switch (startRun.startChild(request, origin, invocation)) {
      case StartRun.Start.Started(var record) -> new Result.Started(record.run());
      case StartRun.Start.Again(var record) -> new Result.Again(record.run());
      case StartRun.Start.OtherInput(var record) -> new Result.Again(record.run());
      case StartRun.Start.UnknownDag(var what) -> refused("there is " + what);
      case StartRun.Start.WrongInput(var problems) ->
          new Result.Refused(problems.getFirst().message(), problems);
    };
  }

  private static Result refused(String why) {
    return new Result.Refused(why, List.of());
  }
}
