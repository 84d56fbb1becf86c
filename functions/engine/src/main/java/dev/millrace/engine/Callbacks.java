package dev.millrace.engine;

import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.definition.TaskDefinition;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.Token;

/// Makes attempts ready to be answered from outside.
record Callbacks(RunStore runs, CallbackTokens tokens, Clock clock) {
  /// The callback of an attempt, whose token is stored when this returns. The same again for the
  /// same attempt.
  AttemptContext.Callback offer(RunId run, TaskDefinition task, Attempt attempt) {
    var token = tokens.tokenOf(run, task.name(), attempt.work(), attempt.number());
    runs.putToken(
        new Token(
            run,
            CallbackTokens.hash(token),
            attempt.work(),
            attempt.number(),
            task.heartbeat(),
            clock.now()));
    return new AttemptContext.Callback(tokens.urlOf(token), token);
  }
}
