package dev.millrace.engine.limit;

import dev.millrace.engine.Clock;
import dev.millrace.engine.Ids;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Hands out the rights to send requests to places with limits, so that all workers together never
/// exceed them. What is used of a limit stands in an entry; a worker takes what its requests need
/// and gives it back when none of them is left, so an entry is written about twice for each request
/// of a worker that sends few, and seldom for one that sends many. A worker that dies keeps its
/// part until the attempts that it ran would have ended. Safe for any number of threads.
///
/// A place never sees more than `perSecond` requests within any second, as long as it sees each of
/// them at the latest 75 ms after its first byte went out, or answers it before.
public final class Permits {
  /// Longest wait within a worker. It is paid for, and so is coming back later.
  public static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private final EntryStore entries;
  private final Clock clock;
  private final Ids ids;
  private final long hostNumber;
  private final Map<String, Share> shares = new ConcurrentHashMap<>();

  /// What became of asking for a permit.
  public sealed interface Taking {
    /// It was given. Whoever has it closes it.
    record Taken(Permit permit) implements Taking {}

    /// All are in use, and others wait too.
    ///
    /// @param back when to ask again
    record Busy(Instant back) implements Taking {}
  }

  /// @param hostNumber counts the starts of the embedded host, where one process has it all; 0
  ///     elsewhere
  public Permits(EntryStore entries, Clock clock, Ids ids, long hostNumber) {
    this.entries = entries;
    this.clock = clock;
    this.ids = ids;
    this.hostNumber = hostNumber;
  }

  /// Waits for the right to send a request.
  ///
  /// @param place what the limits are of, such as a connection's name
  /// @param patience longest wait
  /// @param deadline when the request is over at the latest
  /// @throws InterruptedException when the attempt was interrupted
  public Taking take(String place, Limits limits, Duration patience, Instant deadline)
      throws InterruptedException {
    if (limits.areNone()) {
      return new Taking.Taken(Permit.UNBOUNDED);
    }
    return shares.computeIfAbsent(place, this::share).take(limits, patience, deadline);
  }

  private Share share(String place) {
    // Made with the first request, not at the start: copies of one snapshot are workers of their
    // own.
    var holder = hostNumber > 0 ? "host-" + hostNumber : ids.ulid();
    var key = new EntryKey(EntryKind.LIMIT, EntryKey.ALL, place);
    return new Share(new Borrowing(key, holder, hostNumber > 0, entries, clock), clock);
  }
}
