package dev.millrace.testkit.dag;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.TaskDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a task's actions come to, attempt by attempt: the answers in the order in which they were
/// written, the last one for every attempt that follows. [#times] repeats an answer first.
///
/// ```
/// dag.task("charge").fails("Http.503", "busy").times(2).answers(Map.of("receipt", "r-17"));
/// ```
///
/// Each run, and in it each instance of a mapped task, begins with the first answer. In a run that
/// is redriven the script goes on where it stood.
public final class TaskScript {
  private static final String HTTP = "http";

  private final TaskDefinition task;
  private final String label;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, TaskScript> instances = new HashMap<>();

  /// @param lastTimes how often the answer is given at most; empty: as the last one for ever
  private record Step(Function<TaskCall, Answer> answer, OptionalInt lastTimes) {}

  TaskScript(TaskDefinition task, String label) {
    this.task = task;
    this.label = label;
  }

  /// The script of one instance of a mapped task, instead of the one for all.
  ///
  /// @param index of the element, from 0
  /// @throws IllegalArgumentException when the task is not mapped, or the index is negative
  public TaskScript instance(int index) {
    if (task.map().isEmpty() || index < 0) {
      throw new IllegalArgumentException(
          "there is no instance %d of task \"%s\"%s"
              .formatted(index, label, task.map().isEmpty() ? ": it has no map" : ""));
    }
    return instances.computeIfAbsent(
        index, missing -> new TaskScript(task, label + "[" + missing + "]"));
  }

  /// See [Answer#returns].
  public TaskScript returns(@Nullable Object result) {
    return then(Answer.returns(result));
  }

  /// See [Answer#answers].
  public TaskScript answers(@Nullable Object body) {
    return then(Answer.answers(body));
  }

  /// See [Answer#fails].
  public TaskScript fails(String error, String cause) {
    return then(Answer.fails(error, cause));
  }

  /// See [Answer#parks].
  public TaskScript parks() {
    return then(Answer.parks());
  }

  /// An answer that was made beforehand.
  public TaskScript then(Answer answer) {
    refuseWrong(answer);
    return does(_ -> answer);
  }

  /// The answer follows from what the action receives. The function runs on the test's own thread;
  /// what it throws ends the test, so it may assert.
  public TaskScript does(Function<TaskCall, Answer> answer) {
    if (!steps.isEmpty() && steps.getLast().lastTimes().isEmpty()) {
      times(1);
    }
    steps.add(new Step(answer, OptionalInt.empty()));
    return this;
  }

  /// The answer before this is given so often, and then the next one. Without a next one, a further
  /// attempt ends the test.
  ///
  /// @throws IllegalArgumentException for a number below 1
  /// @throws IllegalStateException when there is no answer before this
  public TaskScript times(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("an answer is given at least once, not " + number);
    }
    return change(last -> new Step(last.answer(), OptionalInt.of(number)), "times(" + number + ")");
  }

  /// The answer before this takes so long.
  ///
  /// @throws IllegalStateException when there is no answer before this
  public TaskScript takes(Duration duration) {
    return change(
        last -> new Step(last.answer().andThen(found -> found.takes(duration)), last.lastTimes()),
        "takes(...)");
  }

  /// The failure before this asks for so much delay, as a server does with `Retry-After`.
  ///
  /// @throws IllegalStateException when there is no answer before this
  public TaskScript retryAfter(Duration delay) {
    return change(
        last -> new Step(last.answer().andThen(found -> found.retryAfter(delay)), last.lastTimes()),
        "retryAfter(...)");
  }

  private TaskScript change(Function<Step, Step> change, String what) {
    if (steps.isEmpty()) {
      throw new IllegalStateException(
          "%s of task \"%s\" stands behind no answer: write it behind one, such as returns(...)"
              .formatted(what, label));
    }
    steps.set(steps.size() - 1, change.apply(steps.getLast()));
    return this;
  }

  /// Whether an attempt of this work is scripted.
  boolean covers(OptionalInt index) {
    return !scriptOf(index).steps.isEmpty();
  }

  /// What the n-th action (from 1) of a work comes to.
  ///
  /// @throws NoScriptException when the script ends before
  Answer answer(TaskCall call, int number) {
    var script = scriptOf(call.index());
    var given = 0;
    for (var step : script.steps) {
      given += step.lastTimes().orElse(Integer.MAX_VALUE - given);
      if (number <= given) {
        var answer = step.answer().apply(call);
        refuseWrong(answer);
        return answer;
      }
    }
    throw new NoScriptException(
        "Task \"%s\" starts its action for the %d. time, and its script says what comes of %d.%n"
                .formatted(call.label(), number, given)
            + "Write a further answer, or leave out the last times(...): the last answer then "
            + "holds for all that follow.");
  }

  private TaskScript scriptOf(OptionalInt index) {
    if (index.isEmpty()) {
      return this;
    }
    return Optional.ofNullable(instances.get(index.getAsInt()))
        .filter(own -> !own.steps.isEmpty())
        .orElse(this);
  }

  private void refuseWrong(Answer answer) {
    var kind = task.kind().name();
    if (answer.isForHttp() && !kind.equals(HTTP)) {
      throw new IllegalArgumentException(
          "task \"%s\" is %s, and answers(...) is for http: write returns(...)"
              .formatted(label, kind));
    }
    if (kind.equals(HTTP)
        && answer.what() instanceof Answer.What.Returns(JsonNode result)
        && !(result.has("status") && result.has("headers") && result.has("body"))) {
      throw new IllegalArgumentException(
          "task \"%s\" is http, its result is {status, headers, body}: write answers(BODY)"
              .formatted(label));
    }
  }
}
