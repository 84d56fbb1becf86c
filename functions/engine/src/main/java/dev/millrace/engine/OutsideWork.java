package dev.millrace.engine;

import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.definition.Definition;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.TaskRecord.Content;
import java.time.Duration;
import java.util.List;

/// Has cancelled what parked attempts left running outside, by a worker: it can take its time.
final class OutsideWork {
  /// The word is sent before the attempt's end is recorded, and taken after it: a run that was
  /// cancelled at once would tell the attempt so before it is known why.
  private static final Duration AFTER_THE_RECORD = Duration.ofSeconds(1);

  private final RunStore runs;
  private final DispatchQueue dispatch;

  OutsideWork(RunStore runs, DispatchQueue dispatch) {
    this.runs = runs;
    this.dispatch = dispatch;
  }

  /// Sends word to cancel what an attempt left running, when it is parked and its kind can. To be
  /// called before the attempt's end is recorded: with it goes what the kind has noted.
  void cancel(Definition definition, RunRecord record, Work work, int attempt) {
    var task = definition.task(work.task());
    if (!Chunks.isChunk(record.state(), work) && !((TaskKind) task.kind()).cancels()) {
      return;
    }
    runs.task(record.run(), task.name(), Recorded.indexOf(work))
        .filter(standing -> standing.attempt() == attempt)
        .filter(standing -> standing.content() instanceof Content.Parked)
        .ifPresent(
            standing -> {
              var note = ((Content.Parked) standing.content()).note();
              var message =
                  new DispatchMessage.Cancel(
                      record.run(), record.version(), work, attempt, note.toString());
              dispatch.send(Lane.SHORT, List.of(message), AFTER_THE_RECORD);
            });
  }
}
