package dev.millrace.local.http;

import dev.millrace.api.EventSink;
import dev.millrace.api.EventWriter;
import dev.millrace.api.Following;
import dev.millrace.api.HttpProblem;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.api.RefusedException;
import dev.millrace.api.RunNews;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.engine.Engine;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.local.changes.RunChanges;
import dev.millrace.local.changes.RunWatch;
import dev.millrace.local.changes.RunWatch.News;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Streams of what happens to runs, while it happens. A stream holds only how the run stood when it
/// last told of it: a slow reader misses steps between and never the last.
public final class RunEvents implements Following {
  /// Streams at the same time.
  static final int STREAMS_MAX = 200;

  /// Changes are told together so long, which spares a busy run and its readers.
  private static final Duration GAP = Duration.ofMillis(40);

  /// A sign of life comes so often when nothing happens, so that gone readers show.
  private static final Duration QUIET_MAX = Duration.ofSeconds(15);

  private final Engine engine;
  private final RunStore runs;
  private final RunChanges changes;
  private final RunNews news;
  private final Semaphore streams = new Semaphore(STREAMS_MAX);

  /// @param runs the store whose writes `changes` tells of
  public RunEvents(Engine engine, RunStore runs, RunChanges changes) {
    this.engine = engine;
    this.runs = runs;
    this.changes = changes;
    this.news = new RunNews(engine);
  }

  /// A stream tells how the run stands whatever was seen before.
  @Override
  public EventWriter follow(RunId run, OptionalLong seen) {
    if (streams.availablePermits() == 0) {
      throw busy();
    }
    return events -> {
      if (!streams.tryAcquire()) {
        throw new IOException("too many streams of events");
      }
      try (var watch = changes.watch(run)) {
        follow(watch, events);
      } finally {
        streams.release();
      }
    };
  }

  private static RefusedException busy() {
    return new RefusedException(
        new HttpProblem(
            Kind.BUSY,
            "%d streams of events are open, which is all that there may be".formatted(STREAMS_MAX),
            List.of(),
            Map.of("Retry-After", "10")));
  }

  private void follow(RunWatch watch, EventSink events) throws IOException, InterruptedException {
    // Read after the watch began, so that nothing is missed between.
    var loaded = runs.load(watch.run());
    if (loaded.isEmpty()) {
      return;
    }
    var record = loaded.get();
    var known = new HashSet<>(engine.readRun().taken(record));
    var told = statuses(record, known);
    news.snapshot(events, record, told);
    while (!record.state().status().hasEnded()) {
      switch (watch.await(GAP, QUIET_MAX)) {
        case News.Nothing _ -> events.stayAlive();
        case News.Changed(var latest, var taken) -> {
          record = later(record, latest);
          known.addAll(taken);
          var now = statuses(record, known);
          known.retainAll(record.state().inFlight().keySet());
          news.tasks(events, record, told, now);
          told = now;
        }
        case News.Removed _, News.Closing _ -> {
          return;
        }
      }
    }
    news.end(events, record);
  }

  private static RunRecord later(RunRecord record, Optional<RunRecord> latest) {
    return latest.filter(next -> next.state().seq() > record.state().seq()).orElse(record);
  }

  private List<String> statuses(RunRecord record, Set<AssignmentId> taken) {
    return engine.readRun().statuses(record, taken);
  }
}
