package dev.millrace.local.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.local.changes.RunWatch;
import dev.millrace.local.changes.RunWatch.News;
import dev.millrace.local.http.HttpProblem.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Streams of what happens to runs: first how the run stands (`snapshot`), then the tasks that
/// stand elsewhere than before (`tasks`), at last the whole run (`end`). A stream holds only how
/// the run stood when it last told of it: a slow reader misses steps between and never the last.
final class RunEvents {
  /// Streams at the same time.
  static final int STREAMS_MAX = 200;

  /// Changes are told together so long, which spares a busy run and its readers.
  private static final Duration GAP = Duration.ofMillis(40);

  /// A sign of life comes so often when nothing happens, so that gone readers show.
  private static final Duration QUIET_MAX = Duration.ofSeconds(15);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Api api;
  private final Semaphore streams = new Semaphore(STREAMS_MAX);

  RunEvents(Api api) {
    this.api = api;
  }

  /// The events of a run that exists.
  Answer of(RunId run) {
    if (streams.availablePermits() == 0) {
      throw busy();
    }
    return new Answer.Events(
        stream -> {
          if (!streams.tryAcquire()) {
            throw new IOException("too many streams of events");
          }
          try (var watch = api.changes().watch(run)) {
            follow(watch, stream);
          } finally {
            streams.release();
          }
        });
  }

  private static RefusedException busy() {
    return new RefusedException(
        new HttpProblem(
            Kind.BUSY,
            "%d streams of events are open, which is all that there may be".formatted(STREAMS_MAX),
            List.of(),
            Map.of("Retry-After", "10")));
  }

  private void follow(RunWatch watch, EventStream stream) throws IOException, InterruptedException {
    // Read after the watch began, so that nothing is missed between.
    var loaded = api.runs().load(watch.run());
    if (loaded.isEmpty()) {
      return;
    }
    var record = loaded.get();
    var known = new HashSet<>(api.engine().readRun().taken(record));
    var told = statuses(record, known);
    stream.send(record.state().seq(), "snapshot", snapshot(record, told));
    while (!record.state().status().hasEnded()) {
      switch (watch.await(GAP, QUIET_MAX)) {
        case News.Nothing _ -> stream.stayAlive();
        case News.Changed(var latest, var taken) -> {
          record = later(record, latest);
          known.addAll(taken);
          var now = statuses(record, known);
          known.retainAll(record.state().inFlight().keySet());
          tell(stream, record, told, now);
          told = now;
        }
        case News.Removed _, News.Closing _ -> {
          return;
        }
      }
    }
    stream.send(
        record.state().seq(), "end", api.engine().readRun().show(record, ReadRun.Tasks.COUNTED));
  }

  private static RunRecord later(RunRecord record, Optional<RunRecord> latest) {
    return latest.filter(next -> next.state().seq() > record.state().seq()).orElse(record);
  }

  private List<String> statuses(RunRecord record, Set<AssignmentId> taken) {
    return api.engine().readRun().statuses(record, taken);
  }

  private ObjectNode snapshot(RunRecord record, List<String> statuses) {
    var json = api.engine().readRun().summary(record);
    var tasks = json.putArray("tasks");
    for (var index = 0; index < statuses.size(); index++) {
      tasks.add(task(record, index, statuses.get(index)));
    }
    return json;
  }

  private void tell(EventStream stream, RunRecord record, List<String> before, List<String> now)
      throws IOException {
    var json = NODES.objectNode();
    json.put("status", record.state().status().name());
    var tasks = json.putArray("tasks");
    for (var index = 0; index < now.size(); index++) {
      // A redrive with another version can change how many tasks there are.
      if (index >= before.size() || !now.get(index).equals(before.get(index))) {
        tasks.add(task(record, index, now.get(index)));
      }
    }
    if (!tasks.isEmpty()) {
      stream.send(record.state().seq(), "tasks", json);
    }
  }

  private ObjectNode task(RunRecord record, int index, String status) {
    var name = api.engine().plans().of(record).plan().task(index).name();
    return NODES
        .objectNode()
        .put("task", name.text())
        .put("status", status)
        .put("attempts", record.state().attemptsOf(Work.of(index)));
  }
}
