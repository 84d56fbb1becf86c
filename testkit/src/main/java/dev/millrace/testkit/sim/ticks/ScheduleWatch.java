package dev.millrace.testkit.sim.ticks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.store.Admission;
import dev.millrace.engine.store.RunRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Checks each write: that every tick that a write decides is either to start or skipped, that none
/// is decided twice, that no run starts for a tick that was not decided so, and that no more runs
/// are open than may be. Counts ticks by itself: they come every so many minutes.
final class ScheduleWatch {
  private static final Pattern CRON = Pattern.compile("\\*/(\\d+) ");

  private final DagName dag;
  private final int bound;
  private final Map<Integer, Integer> minutesByVersion = new HashMap<>();
  private final TreeMap<RunId, RunRecord> runs = new TreeMap<>();
  private final Set<RunId> decided = new TreeSet<>();
  private long skipped;
  private Optional<String> violation = Optional.empty();

  /// @param bound open runs at most; 0: any number
  ScheduleWatch(DagName dag, int bound) {
    this.dag = dag;
    this.bound = bound;
  }

  /// A version of the DAG has ticks every so many minutes, or none.
  void version(int version, String document) {
    var cron = CRON.matcher(document);
    minutesByVersion.put(version, cron.find() ? Integer.parseInt(cron.group(1)) : 0);
  }

  Optional<String> violation() {
    return violation;
  }

  long skipped() {
    return skipped;
  }

  Set<RunId> decided() {
    return decided;
  }

  Map<RunId, RunRecord> runs() {
    return runs;
  }

  private void require(boolean holds, String what) {
    if (!holds && violation.isEmpty()) {
      violation = Optional.of(what);
    }
  }

  void scheduleWritten(Optional<JsonNode> before, JsonNode after) {
    for (var each : after.path("schedules").properties()) {
      var was = before.map(json -> json.path("schedules").path(each.getKey()));
      if (was.isPresent() && !was.get().isMissingNode()) {
        step(each.getKey(), before.orElseThrow(), was.get(), each.getValue());
      }
    }
  }

  private void step(String name, JsonNode dagBefore, JsonNode before, JsonNode after) {
    var from = Instant.parse(before.path("decided").asText());
    var to = Instant.parse(after.path("decided").asText());
    require(!to.isBefore(from), "decided went back from " + from + " to " + to);
    var had = new TreeSet<String>();
    before.path("starting").forEach(each -> had.add(each.path("tick").asText()));
    var starts = 0;
    for (var each : after.path("starting")) {
      var tick = each.path("tick").asText();
      if (!had.contains(tick)) {
        var run = RunId.ofTick(dag, Instant.parse(tick), nameOf(name));
        require(decided.add(run), run + " was decided twice");
        starts++;
      }
    }
    var skips = after.path("skipped").asLong() - before.path("skipped").asLong();
    skipped += skips;
    if (before.path("removed").asBoolean()) {
      return; // nothing was due while the DAG had no such schedule
    }
    var minutes = minutesByVersion.getOrDefault(dagBefore.path("version").asInt(), 0);
    var due = minutes == 0 ? 0 : ticks(from, to, minutes);
    require(
        due == starts + skips,
        "of %d ticks after %s up to %s %d start and %d are skipped"
            .formatted(due, from, to, starts, skips));
  }

  private static Optional<String> nameOf(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private static long ticks(Instant after, Instant upTo, int minutes) {
    var period = minutes * 60L;
    return Math.floorDiv(upTo.getEpochSecond(), period)
        - Math.floorDiv(after.getEpochSecond(), period);
  }

  void runWritten(RunRecord record) {
    if (record.tick().isPresent()) {
      require(decided.contains(record.run()), record.run() + " was started, not decided");
    }
    runs.put(record.run(), record);
    var open =
        runs.values().stream().filter(each -> each.state().status() == RunStatus.RUNNING).toList();
    require(bound == 0 || open.size() <= bound, open.size() + " runs are open, at most " + bound);
    var lines = new TreeSet<String>();
    for (var each : open) {
      each.origin()
          .admission()
          .flatMap(Admission::line)
          .map(Admission.Line::name)
          .ifPresent(line -> require(lines.add(line), "two runs of one line are open"));
    }
  }

  boolean isOpen(RunId run) {
    var record = runs.get(run);
    return record != null && !record.state().status().hasEnded();
  }

  /// Whether nothing is left to do.
  void settled() {
    for (var run : decided) {
      require(runs.containsKey(run), run + " was decided and never started");
    }
    for (var record : runs.values()) {
      require(
          record.state().isSettled(),
          record.run() + " is " + record.state().status() + " for ever: " + record);
    }
  }

  void fail(String what) {
    require(false, what);
  }
}
