package dev.millrace.api;

import dev.millrace.core.RunId;
import dev.millrace.engine.Engine;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/// Following on a host that cannot keep a connection, or pays for every second of it: an answer
/// tells how the run stands, if that is not what the caller has seen, and when to ask again.
/// Clients of server-sent events then do the rest: they come back by themselves, say what they
/// have seen, and stop at an answer without content.
public final class RunNow implements Following {
  /// How long a client waits until it asks again.
  private static final String ASK_AGAIN = "retry: 2000\n\n";

  private final Engine engine;
  private final RunStore runs;
  private final RunNews news;

  /// Tells of that engine's runs.
  public RunNow(Engine engine, RunStore runs) {
    this.engine = engine;
    this.runs = runs;
    this.news = new RunNews(engine);
  }

  /// Reads the run at once, so that what goes wrong is an answer and no broken stream.
  @Override
  public EventWriter follow(RunId run, OptionalLong seen) {
    var text = new StringBuilder();
    var loaded = runs.load(run);
    if (loaded.isPresent()) {
      tell(loaded.get(), seen, text);
    }
    return events -> events.write(text.toString());
  }

  private void tell(RunRecord record, OptionalLong seen, StringBuilder text) {
    var ended = record.state().status().hasEnded();
    var isNew = seen.isEmpty() || seen.getAsLong() != record.state().seq();
    if (!isNew && ended) {
      return; // nothing more will come
    }
    text.append(ASK_AGAIN);
    if (isNew) {
      EventSink events = text::append;
      try {
        var taken = engine.readRun().taken(record);
        news.snapshot(events, record, engine.readRun().statuses(record, taken));
        if (ended) {
          news.end(events, record);
        }
      } catch (IOException impossible) {
        throw new UncheckedIOException("writing to memory failed", impossible);
      }
    }
  }
}
