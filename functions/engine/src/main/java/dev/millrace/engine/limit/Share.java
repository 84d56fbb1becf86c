package dev.millrace.engine.limit;

import dev.millrace.engine.Clock;
import dev.millrace.engine.limit.Borrowing.Borrowed;
import dev.millrace.engine.limit.Borrowing.Part;
import dev.millrace.engine.limit.Permits.Taking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One worker's part of a limit: the units that it holds, and its requests that wait for some. The
/// requests of one worker are served in the order in which they came.
final class Share {
  static final long SECOND_MILLIS = 1_000;

  /// A request whose first byte went out so long ago has been seen by the server, answered or not.
  private static final long ARRIVAL_MILLIS = 75;

  /// How long after its request went out a turn comes back at the latest.
  static final long TURN_MILLIS = 1 + ARRIVAL_MILLIS + SECOND_MILLIS;

  /// For how long a server may still be busy with a request after the last byte of its answer.
  private static final long SETTLE_MILLIS = 10;

  /// How soon to ask again when others had everything, at first and at last.
  private static final long ASK_AGAIN_MIN_MILLIS = 20;

  private static final long ASK_AGAIN_MAX_MILLIS = 320;

  private static final Logger LOG = LoggerFactory.getLogger(Share.class);

  private final Borrowing borrowing;
  private final Clock clock;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Units that no request uses.
  private final Map<Unit, Units> units = new EnumMap<>(Unit.class);

  /// How many units of each kind are held here, used or not.
  private final Map<Unit, Integer> held = new EnumMap<>(Unit.class);

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int active;
  private long heldUntil;
  private boolean isTalking;
  private boolean isAnswered = true;
  private long askAt;
  private long askAgain = ASK_AGAIN_MIN_MILLIS;

  /// Counts the times that this worker was thought dead and has lost what it held.
  private int losses;

  /// A class, because two requests that wait are never the same.
  private static final class Waiting {
    private final long deadline;

    Waiting(long deadline) {
      this.deadline = deadline;
    }
  }

  Share(Borrowing borrowing, Clock clock) {
    this.borrowing = borrowing;
    this.clock = clock;
  }

  private long now() {
    return clock.now().toEpochMilli();
  }

  private Units local(Unit unit) {
    return units.computeIfAbsent(unit, _ -> new Units());
  }

  Taking take(Limits limits, Duration patience, Instant deadline) throws InterruptedException {
    var permit = awaited(new Waiting(deadline.toEpochMilli()), limits, patience);
    return permit
        .<Taking>map(Taking.Taken::new)
        .orElseGet(() -> new Taking.Busy(Instant.ofEpochMilli(borrowing.book(limits))));
  }

  private Optional<Permit> awaited(Waiting me, Limits limits, Duration patience)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      waiting.add(me);
      return await(me, limits, now() + patience.toMillis());
    } finally {
      var _ = waiting.remove(me);
      changed.signalAll();
      lock.unlock();
      giveBackUnused(limits);
    }
  }

  private Optional<Permit> await(Waiting me, Limits limits, long until)
      throws InterruptedException {
    while (true) {
      var now = now();
      if (waiting.peekFirst() == me && tookUnits(limits, me, now)) {
        active++;
        return Optional.of(new Held(limits));
      }
      if (!isTalking && now >= askAt && isLacking(limits, now)) {
        talk(limits, now);
      } else if (now >= until) {
        return Optional.empty();
      } else {
        var ask = isTalking || askAt <= now ? Long.MAX_VALUE : askAt;
        var next = Math.min(until, Math.min(ask, firstUsable(now)));
        var _ = changed.await(Math.max(1, next - now), TimeUnit.MILLISECONDS);
      }
    }
  }

  private boolean tookUnits(Limits limits, Waiting me, long now) {
    if (me.deadline > heldUntil || usable(limits, now) == 0) {
      return false;
    }
    for (var unit : Unit.values()) {
      if (limits.of(unit).isPresent()) {
        local(unit).takeOne();
      }
    }
    return true;
  }

  private boolean isLacking(Limits limits, long now) {
    return waiting.stream().anyMatch(each -> each.deadline > heldUntil)
        || waiting.size() > usable(limits, now);
  }

  /// How many requests could go out at once with what is held here.
  private int usable(Limits limits, long now) {
    var least = Integer.MAX_VALUE;
    for (var unit : Unit.values()) {
      if (limits.of(unit).isPresent()) {
        least = Math.min(least, local(unit).usable(now));
      }
    }
    return least;
  }

  /// The next instant after now at which a unit held here becomes usable.
  private long firstUsable(long now) {
    return units.values().stream()
        .mapToLong(each -> each.firstAfter(now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /// Exchanges what is not used here for what the requests that wait can use. The lock is given up
  /// meanwhile, so that requests of this worker can begin and end; only one of them talks to the
  /// store at a time.
  private void talk(Limits limits, long now) {
    var kept = Math.min(usable(limits, now), waiting.size());
    var unused = new EnumMap<>(units);
    units.clear();
    unused.forEach((unit, here) -> units.put(unit, kept(here, kept, now)));
    unused.forEach((unit, back) -> held.merge(unit, -back.count(), Integer::sum));
    var part = new Part(held, unused, isAnswered);
    var until = waiting.stream().mapToLong(each -> each.deadline).max().orElse(now);
    var wanted = waiting.size() - kept;
    isAnswered = false;
    isTalking = true;
    lock.unlock();
    var borrowed = Optional.<Borrowed>empty();
    try {
      borrowed = Optional.of(borrowing.exchange(limits, part, wanted, until));
    } catch (RuntimeException e) {
      // The store is unwell, or its answer got lost: others may have by now what was to go back. So
      // nothing is used but what was kept, and the next exchange says how much that is. What is
      // never given back ends with the time that it was lent for.
      LOG.warn("{}: no answer about its limits", borrowing, e);
    } finally {
      lock.lock();
      isTalking = false;
      changed.signalAll();
    }
    borrowed.ifPresent(this::arrive);
    if (borrowed.filter(come -> !come.isEmpty() || wanted == 0).isPresent()) {
      askAt = 0;
      askAgain = ASK_AGAIN_MIN_MILLIS;
    } else {
      askAt = Math.min(now() + askAgain, borrowed.map(Borrowed::next).orElse(Long.MAX_VALUE));
      askAgain = Math.min(2 * askAgain, ASK_AGAIN_MAX_MILLIS);
    }
  }

  /// What stays here: what requests that wait can use at once, and what will be usable soon if this
  /// worker goes on anyway. One that does not must not sit on what others could use.
  private Units kept(Units here, int usable, long now) {
    var kept = here.take(usable, now);
    if (active > 0 && !waiting.isEmpty()) {
      kept.addAll(here.takeAfter(now));
    }
    return kept;
  }

  private void arrive(Borrowed borrowed) {
    if (borrowed.hadLost()) {
      losses++;
      units.clear();
      held.clear();
    }
    isAnswered = true;
    heldUntil = borrowed.heldUntil();
    borrowed.units().forEach((unit, lent) -> local(unit).addAll(lent));
    borrowed.units().forEach((unit, lent) -> held.merge(unit, lent.count(), Integer::sum));
  }

  /// Gives back what no request of this worker waits for: others may want it, and the process may
  /// be frozen from now on. An interruption waits until that is done: the store would not be asked
  /// by a thread that is interrupted, and who cancels a request wants its slot back most of all.
  private void giveBackUnused(Limits limits) {
    var wasInterrupted = Thread.interrupted();
    lock.lock();
    try {
      while (waiting.isEmpty() && !isTalking && (!isAnswered || isAnyUnused())) {
        talk(limits, now());
        if (!isAnswered) {
          if (!Thread.interrupted()) {
            return; // the store is unwell
          }
          wasInterrupted = true;
        }
      }
    } finally {
      lock.unlock();
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isAnyUnused() {
    return units.values().stream().anyMatch(Units::isAny);
  }

  /// Something came back, so it is worth asking for what it lacks.
  private void cameBack() {
    askAt = 0;
    askAgain = ASK_AGAIN_MIN_MILLIS;
    changed.signalAll();
  }

  /// A request under way.
  private final class Held implements Permit {
    private final Limits limits;
    private final int lossesBefore = losses;
    private long turnFrom;
    private boolean isClosed;

    Held(Limits limits) {
      this.limits = limits;
    }

    @Override
    public void sent() {
      turnComesBack(ARRIVAL_MILLIS);
    }

    @Override
    public void answered() {
      turnComesBack(0);
    }

    /// A second after the server has seen the request at the latest.
    private void turnComesBack(long arrival) {
      lock.lock();
      try {
        // The clock's milliseconds are rounded down, and a second is a whole one.
        var from = Units.rounded(now() + 1 + arrival + SECOND_MILLIS);
        if (isClosed || limits.perSecond().isEmpty() || losses != lossesBefore) {
          return;
        }
        if (turnFrom == 0) {
          local(Unit.TURN).add(from, 1);
          turnFrom = from;
        } else if (from < turnFrom) {
          local(Unit.TURN).move(turnFrom, from);
          turnFrom = from;
        }
        cameBack();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (isClosed) {
          return;
        }
        isClosed = true;
        active--;
        if (losses == lossesBefore) {
          if (limits.concurrent().isPresent()) {
            local(Unit.SLOT).add(now() + SETTLE_MILLIS, 1);
          }
          if (limits.perSecond().isPresent() && turnFrom == 0) {
            local(Unit.TURN).add(now(), 1); // it never went out
          }
        }
        cameBack();
      } finally {
        lock.unlock();
      }
      giveBackUnused(limits);
    }
  }
}
