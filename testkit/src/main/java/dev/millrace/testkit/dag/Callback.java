package dev.millrace.testkit.dag;

import dev.millrace.core.ErrorName;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.CompleteCallback;
import dev.millrace.engine.CompleteCallback.Answer;
import dev.millrace.engine.CompleteCallback.Completion;
import dev.millrace.engine.store.RunRecord;
import org.jspecify.annotations.Nullable;

/// The callback of one attempt. What is answered takes effect when the run goes on. It stays that
/// attempt's: kept until after a timeout, its answer is refused, as that of a late caller is.
public final class Callback {
  private final VirtualHost host;
  private final String token;
  private final String label;

  private Callback(VirtualHost host, String token, String label) {
    this.host = host;
    this.token = token;
    this.label = label;
  }

  static Callback of(VirtualHost host, RunRecord record, TaskName task, Work work, String label) {
    var number = record.state().attemptsOf(work);
    var token = host.tokens().tokenOf(record.run(), task, work, number);
    if (host.tokenOf(record.run(), CallbackTokens.hash(token)).isEmpty()) {
      throw new IllegalStateException(
          "task \"%s\" has no callback now: run it until it is PARKED first (it is %s)"
              .formatted(label, record.state().stateOf(work)));
    }
    return new Callback(host, token, label);
  }

  /// The work outside succeeded.
  ///
  /// @param output the action's result: a `JsonNode`, or whatever Jackson makes JSON of
  /// @throws IllegalStateException when the attempt has ended, or was answered otherwise
  public void succeeds(@Nullable Object output) {
    check(complete(new Answer.Succeeded(Json.of(output))));
  }

  /// The work outside failed.
  ///
  /// @throws IllegalArgumentException when `error` cannot be the name of an error
  /// @throws IllegalStateException when the attempt has ended, or was answered otherwise
  public void fails(String error, String cause) {
    check(complete(new Answer.Failed(new ErrorName(error), cause)));
  }

  /// A sign of life, which starts the task's `heartbeat` anew.
  ///
  /// @throws IllegalStateException when the attempt has ended
  public void heartbeat() {
    check(host.engine().completeCallback().heartbeat(token));
  }

  private Completion complete(Answer answer) {
    CompleteCallback completing = host.engine().completeCallback();
    var completion = completing.complete(token, answer, host.call());
    host.watch().verify();
    return completion;
  }

  private void check(Completion completion) {
    switch (completion) {
      case ACCEPTED -> {
        // The run hears of it as it goes on.
      }
      case EXPIRED ->
          throw new IllegalStateException(
              "the attempt of task \"%s\" has ended without this callback".formatted(label));
      case OTHER_ANSWER ->
          throw new IllegalStateException(
              "the callback of task \"%s\" was answered otherwise before".formatted(label));
      case UNKNOWN -> throw new IllegalStateException("no attempt has the callback of " + label);
    }
  }

  @Override
  public String toString() {
    return "callback of " + label;
  }
}
