package dev.millrace.engine.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.engine.CancelRun;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.OneByOne;
import dev.millrace.engine.Plans;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.backfill.Backfill.Status;
import dev.millrace.engine.store.Admission;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes runs of the ticks of a range that have none: so many at a time, beside the bound that the
/// DAG has for itself. Safe for any number of threads.
public final class Backfills {
  /// Most ticks of one backfill.
  public static final int TICKS_MAX = 10_000;

  /// Most runs of one backfill that may be open at a time: each stands in its entry.
  public static final int CONCURRENCY_MAX = 100;

  /// Largest input of a backfill, as JSON: it is written with every step.
  public static final int INPUT_MAX_BYTES = 16 * 1024;

  /// Most backfills of one page of a list.
  public static final int LISTED_MAX = 100;

  /// Times that the entry is read again because somebody else wrote it.
  private static final int TRIES_MAX = 200;

  /// How long going on after the end of a run may take: nothing of the next is executed there.
  private static final Duration NEXT_TIME = Duration.ofSeconds(30);

  /// Over how many minutes [#sweep] spreads looking at runs that should be open.
  private static final int LOOKED_WITHIN_MINUTES = 10;

  private final BackfillStore store;
  private final DriveBackfill drive;
  private final CheckBackfill check;
  private final BackfillRuns runs;
  private final Clock clock;
  private final Ids ids;
  private final long hostNumber;

  /// Over these ports and use cases.
  ///
  /// @param hostNumber counts the starts of the embedded host; 0 on Lambda
  public Backfills(
      EntryStore entries,
      DagStore dags,
      RunStore runStore,
      Plans plans,
      StartRun startRun,
      RetryRun retryRun,
      CancelRun cancelRun,
      Clock clock,
      Ids ids,
      long hostNumber) {
    this.store = new BackfillStore(entries);
    this.runs = new BackfillRuns(dags, runStore, plans, startRun, retryRun, cancelRun);
    this.drive = new DriveBackfill(store, runs, clock);
    this.check = new CheckBackfill(dags, plans, clock, ids);
    this.clock = clock;
    this.ids = ids;
    this.hostNumber = hostNumber;
  }

  /// What is asked for.
  ///
  /// @param schedule its name; empty: the only one
  /// @param to empty: now
  public record Request(
      DagName dag,
      Optional<String> schedule,
      Instant from,
      Optional<Instant> to,
      int concurrency,
      Asked.Order order,
      Asked.Rerun rerun,
      Optional<JsonNode> input) {}

  /// Something that is wrong with a request.
  ///
  /// @param pointer to the field
  public record Flaw(String pointer, String message, String mend) {}

  /// What a request comes to.
  public sealed interface Checking {
    /// It will do.
    ///
    /// @param ticks in the order in which they would be taken
    record Right(Asked asked, List<Instant> ticks) implements Checking {
      /// Copies the list.
      public Right {
        ticks = List.copyOf(ticks);
      }
    }

    /// There is no such DAG.
    record UnknownDag() implements Checking {}

    /// The DAG has no schedule.
    record NoSchedule() implements Checking {}

    /// All that is wrong with it.
    record Wrong(List<Flaw> flaws) implements Checking {
      /// Copies the list.
      public Wrong {
        flaws = List.copyOf(flaws);
      }
    }
  }

  /// What became of a change.
  public sealed interface Changing {
    /// It is so now, or was before.
    record Changed(Backfill backfill) implements Changing {}

    /// It had ended, and stays as it is.
    record HadEnded(Backfill backfill) implements Changing {}

    /// There is no such backfill.
    record Unknown() implements Changing {}
  }

  /// Says what a request comes to, and changes nothing.
  public Checking check(Request request) {
    return check.check(request);
  }

  /// Begins a backfill that was checked, durably: when this returns, it goes on whatever happens to
  /// the caller.
  public Backfill start(Checking.Right checked, Invocation invocation) {
    var backfill = Backfill.fresh(checked.asked());
    if (!store.put(EntryStore.NONE, backfill)) {
      throw new IllegalStateException("there is a backfill " + backfill.id() + " already");
    }
    drive.drive(backfill.id(), invocation);
    return find(backfill.id()).orElse(backfill);
  }

  /// A backfill; empty when there is none of that id.
  public Optional<Backfill> find(BackfillId id) {
    return store.find(id);
  }

  /// The backfills of a DAG, newest first, those that have ended as long as they are kept.
  ///
  /// @param cursor where the page before ended
  /// @param limit 1 to [#LISTED_MAX]
  /// @throws IllegalArgumentException when the cursor is none that a page gave
  public BackfillPage list(DagName dag, Optional<String> cursor, int limit) {
    var before = cursor.map(ulid -> BackfillId.of(dag, ulid));
    // One more, to know whether there are more.
    var found = store.newest(dag, before, limit + 1);
    var page = found.subList(0, Math.min(limit, found.size()));
    return new BackfillPage(
        page, found.size() > limit ? Optional.of(page.getLast().id().ulid()) : Optional.empty());
  }

  /// Takes no more ticks until somebody resumes it. Runs that are open go on.
  public Changing pause(BackfillId id, Invocation invocation) {
    return change(id, Status.PAUSED, invocation);
  }

  /// Goes on with one that is paused.
  public Changing resume(BackfillId id, Invocation invocation) {
    return change(id, Status.RUNNING, invocation);
  }

  /// Takes no more ticks and cancels runs that have not begun. Those that have go on to their end.
  public Changing cancel(BackfillId id, Invocation invocation) {
    return change(id, Status.CANCELLED, invocation);
  }

  private Changing change(BackfillId id, Status wanted, Invocation invocation) {
    for (var tried = 0; tried < TRIES_MAX; tried++) {
      var standing = store.open(id);
      if (standing.isEmpty() || standing.get().backfill().endedAt().isPresent()) {
        return ended(id, wanted);
      }
      var before = standing.get().backfill();
      if (before.status() == Status.CANCELLED && wanted != Status.CANCELLED) {
        return new Changing.HadEnded(before);
      }
      if (before.status() == wanted || store.put(standing.get().revision(), before.in(wanted))) {
        drive.drive(id, invocation);
        return new Changing.Changed(find(id).orElse(before.in(wanted)));
      }
    }
    throw DriveBackfill.contended(id);
  }

  private Changing ended(BackfillId id, Status wanted) {
    var found = find(id);
    if (found.isEmpty()) {
      return new Changing.Unknown();
    }
    return found.get().status() == wanted
        ? new Changing.Changed(found.get())
        : new Changing.HadEnded(found.get());
  }

  /// A run has ended: if a backfill waits for that, it goes on. Told again it does no harm.
  public void ended(RunRecord record) {
    var backfill = record.origin().admission().flatMap(Admission::backfill).map(BackfillId::new);
    if (backfill.isEmpty() || record.tick().isEmpty()) {
      return;
    }
    var fate = new Fate.Ended(record.state().status());
    // A call of its own: what it issues must not be taken for what an earlier one, that was lost,
    // has issued.
    var invocation = new Invocation(ids.invocation(), clock.now().plus(NEXT_TIME), hostNumber);
    store
        .open(backfill.get())
        .map(standing -> standing.backfill().asked())
        .ifPresent(
            asked -> {
              var _ = drive.record(asked, Map.of(record.tick().get(), fate), invocation);
              drive.drive(backfill.get(), invocation);
            });
  }

  /// Goes on with what a crash left behind, and now and then asks whether runs that should be open
  /// are.
  ///
  /// @return how many runs it found to be over
  public int sweep(Invocation invocation) {
    var minute = clock.now().getEpochSecond() / 60;
    var one = new OneByOne();
    var found = new AtomicInteger();
    for (var id : store.all()) {
      one.of(
          "backfill " + id,
          () -> {
            if (Math.floorMod(minute + id.hashCode(), LOOKED_WITHIN_MINUTES) == 0) {
              found.addAndGet(look(id, invocation));
            }
            drive.drive(id, invocation);
          });
    }
    one.end();
    return found.get();
  }

  /// A run that was removed as it ended tells nobody.
  private int look(BackfillId id, Invocation invocation) {
    var standing = store.open(id);
    if (standing.isEmpty()) {
      return 0;
    }
    var over = runs.over(standing.get().backfill());
    var _ = drive.record(standing.get().backfill().asked(), over, invocation);
    return over.size();
  }
}
