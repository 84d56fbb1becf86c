package dev.millrace.engine.admission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Plans;
import dev.millrace.engine.admission.OpenRuns.Place;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.store.Admission;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.DagVersion;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.EntryStore.Putting;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.text.InstantText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The places of a DAG's open runs: at most `concurrency.runs` of them, and one for each line. One
/// entry says who has a place and is changed only by whoever has seen it as it is, so that the
/// bound holds whoever races. Who waits stands in the queue, in the order of asking.
///
/// A run is created QUEUED before it is put into the queue, and leaves by its outbox. So a crash at
/// any moment leaves a run that is open and unsettled, which reconcile looks at: nothing is held by
/// a run that never was. Safe for any number of threads.
public final class Places {
  /// Entries of the queue that are read at once.
  private static final int PAGE = 100;

  /// Most runs that are let in by one write.
  private static final int LET_IN_MAX = 25;

  /// Times that the entry is read again because somebody else wrote it.
  private static final int TRIES_MAX = 200;

  private static final String NAME = "places";

  private final EntryStore entries;
  private final RunStore runs;
  private final DagStore dags;
  private final Plans plans;
  private final DispatchQueue dispatch;
  private final Clock clock;

  /// Over these ports.
  public Places(
      EntryStore entries,
      RunStore runs,
      DagStore dags,
      Plans plans,
      DispatchQueue dispatch,
      Clock clock) {
    this.entries = entries;
    this.runs = runs;
    this.dags = dags;
    this.plans = plans;
    this.dispatch = dispatch;
    this.clock = clock;
  }

  /// How many runs of a DAG may be open, by its latest version; empty: any number.
  ///
  /// @param version by which it goes once the DAG was removed
  public OptionalInt bound(DagName dag, int version) {
    var latest = dags.latest(dag).map(DagVersion::version).orElse(version);
    return plans.of(dag, latest).concurrentRuns();
  }

  /// A run that was removed says nothing, and may stand before all others.
  private OptionalInt boundFor(DagName dag, List<Entry> waiting) {
    var latest = dags.latest(dag).map(DagVersion::version);
    if (latest.isPresent()) {
      return plans.of(dag, latest.get()).concurrentRuns();
    }
    return waiting.stream()
        .map(entry -> runs.load(runOf(entry)))
        .flatMap(Optional::stream)
        .findFirst()
        .map(record -> bound(dag, record.version()))
        .orElseGet(OptionalInt::empty);
  }

  /// Puts a QUEUED run into the queue and lets in whoever may. The same again does no harm.
  ///
  /// @return whether this run has a place now
  public boolean enter(RunRecord queued) {
    if (!has(queued)) {
      var value =
          JsonNodeFactory.instance
              .objectNode()
              .put("run", queued.run().text())
              .put("epoch", queued.state().epoch());
      admissionOf(queued).line().ifPresent(line -> value.put("line", line.name()));
      if (givesWay(queued)) {
        value.put("givesWay", true);
      }
      // Refused: it stands there already.
      entries.put(waiting(queued), EntryStore.NONE, value, Optional.empty());
      // After it stands there: whoever left a place before has not seen it.
      letIn(queued.dag());
    }
    return has(queued);
  }

  /// Whether a run has a place.
  public boolean has(RunRecord record) {
    return OpenRuns.of(entries.get(open(record.dag()))).has(Place.of(record));
  }

  /// Lets in those who wait, in their order, as far as there are places: a wake goes to each, and
  /// whoever takes it begins the run.
  public void letIn(DagName dag) {
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      // First who has a place, then who waits: see #leave.
      var open = OpenRuns.of(entries.get(open(dag)));
      var found = find(dag, open);
      if (found.admitted().isEmpty()) {
        call(found);
        return;
      }
      if (put(dag, open.revision(), found.open())) {
        call(found);
        if (found.admitted().size() < LET_IN_MAX) {
          return;
        }
      }
    }
    throw new IllegalStateException(
        "the places of DAG " + dag + " are written too often; reconcile lets in who waits");
  }

  /// @param called runs that have their place, to be told
  private record Found(OpenRuns open, List<Entry> admitted, List<Entry> called) {}

  private Found find(DagName dag, OpenRuns before) {
    var open = before;
    var admitted = new ArrayList<Entry>();
    var called = new ArrayList<Entry>();
    var blocked = new HashSet<String>();
    var after = Optional.<String>empty();
    while (true) {
      var page = entries.list(EntryKind.QUEUED_RUN, dag.text(), after, PAGE);
      if (page.isEmpty()) {
        return new Found(open, admitted, called);
      }
      var bound = boundFor(dag, page);
      for (var entry : page) {
        var place = placeOf(entry);
        var line = Optional.ofNullable(entry.value().path("line").textValue());
        if (open.has(place)) {
          called.add(entry); // whoever let it in ended before it was told
        } else if (open.isFull(bound)) {
          return new Found(open, admitted, called);
        } else if (line.filter(blocked::contains).isEmpty()) {
          if (!stillWaits(place)) {
            entries.remove(entry.key(), entry.revision());
          } else if (open.takes(bound, line)) {
            open = open.with(place, line);
            admitted.add(entry);
            called.add(entry);
            if (admitted.size() == LET_IN_MAX) {
              return new Found(open, admitted, called);
            }
          } else {
            line.ifPresent(blocked::add);
          }
        }
      }
      if (page.size() < PAGE) {
        return new Found(open, admitted, called);
      }
      after = Optional.of(page.getLast().key().name());
    }
  }

  private boolean stillWaits(Place place) {
    return runs.load(place.run())
        .filter(record -> record.state().status() == RunStatus.QUEUED)
        .filter(record -> record.state().epoch() == place.epoch())
        .isPresent();
  }

  private void call(Found found) {
    for (var entry : found.called()) {
      var wake = new DispatchMessage.Wake(runOf(entry), clock.now());
      dispatch.send(Lane.SHORT, List.of(wake), Duration.ZERO);
      // Only now: as long as it stands there, the next who looks sends the wake again.
      entries.remove(entry.key(), entry.revision());
    }
  }

  /// Leaves a run's place, now that it has ended, to those who wait. Again does no harm.
  ///
  /// The entry is written even if the run has no place in it: whoever read it before, and the queue
  /// with the run in it after, must not let in what has ended.
  public void leave(RunRecord ended) {
    removeWaiting(ended);
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var open = OpenRuns.of(entries.get(open(ended.dag())));
      if (put(ended.dag(), open.revision(), open.without(Place.of(ended)))) {
        letIn(ended.dag());
        return;
      }
    }
    throw new IllegalStateException(
        "the places of DAG %s are written too often; run %s leaves its place when it is settled"
            .formatted(ended.dag(), ended.run()));
  }

  private void removeWaiting(RunRecord record) {
    var key = waiting(record);
    entries.get(key).ifPresent(entry -> entries.remove(key, entry.revision()));
  }

  /// Whether a run is to be cancelled, if it waits, once a later tick of its line has come.
  public static boolean givesWay(RunRecord record) {
    return record
        .origin()
        .admission()
        .flatMap(Admission::line)
        .filter(Admission.Line::givesWay)
        .isPresent();
  }

  /// The runs of a line that wait and give way, in their order.
  public List<RunId> givingWay(DagName dag, String line) {
    var waiting = new ArrayList<RunId>();
    var after = Optional.<String>empty();
    while (true) {
      var page = entries.list(EntryKind.QUEUED_RUN, dag.text(), after, EntryStore.LISTED_MAX);
      for (var entry : page) {
        if (entry.value().path("line").asText().equals(line)
            && entry.value().path("givesWay").asBoolean()) {
          waiting.add(runOf(entry));
        }
      }
      if (page.size() < EntryStore.LISTED_MAX) {
        return waiting;
      }
      after = Optional.of(page.getLast().key().name());
    }
  }

  private boolean put(DagName dag, long revision, OpenRuns open) {
    return switch (entries.put(open(dag), revision, open.toJson(), Optional.empty())) {
      case Putting.Stored _ -> true;
      case Putting.Refused _ -> false;
    };
  }

  private static RunId runOf(Entry waiting) {
    return new RunId(waiting.value().path("run").asText());
  }

  private static Place placeOf(Entry waiting) {
    return new Place(runOf(waiting), waiting.value().path("epoch").asInt());
  }

  private static EntryKey open(DagName dag) {
    return new EntryKey(EntryKind.OPEN_RUNS, dag.text(), NAME);
  }

  /// Of an epoch, as places are: hosts' clocks may have a run asked for again at the same instant.
  private static EntryKey waiting(RunRecord record) {
    var asked = InstantText.of(admissionOf(record).asked());
    return new EntryKey(
        EntryKind.QUEUED_RUN, record.dag().text(), asked + "!" + Place.of(record).text());
  }

  private static Admission admissionOf(RunRecord record) {
    return record
        .origin()
        .admission()
        .orElseThrow(() -> new IllegalStateException("run " + record.run() + " needs no place"));
  }
}
