package dev.millrace.local.sqlite;

import dev.millrace.core.RunId;
import dev.millrace.engine.Clock;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.StoredTextException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One queue: its messages in the table `messages`, and in memory which of them are visible.
///
/// @param <M> the messages
final class SqliteQueue<M> implements QueueReader<M> {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteQueue.class);

  /// The longest wait without a look at the clock: a computer that slept, or whose clock was set,
  /// is noticed so late at most.
  private static final Duration CLOCK_LOOK = Duration.ofSeconds(15);

  private final QueueName name;
  private final GroupCommit writer;
  private final ReadPool reads;
  private final Clock clock;
  private final MessageIds ids;
  private final Function<M, String> write;
  private final Function<String, M> read;
  private final Deduplications deduplications = new Deduplications();
  private final QueueIndex<M> index = new QueueIndex<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private boolean isClosed;

  /// @param write makes the text of a message
  /// @param read reads it
  SqliteQueue(
      QueueName name,
      GroupCommit writer,
      ReadPool reads,
      Clock clock,
      MessageIds ids,
      Function<M, String> write,
      Function<String, M> read) {
    this.name = name;
    this.writer = writer;
    this.reads = reads;
    this.clock = clock;
    this.ids = ids;
    this.write = write;
    this.read = read;
  }

  /// Finds the messages that an earlier start of the host left. All of them are visible, or delayed
  /// still: whoever worked on one is no more.
  void load() {
    var now = clock.now();
    for (var row : reads.read(database -> MessageRows.all(database, name))) {
      index.add(
          new MessageEntry<>(
              row.id(), isOrdered() ? row.run() : null, row.sentAt(), row.receives(), null),
          now,
          row.dueAt());
    }
  }

  private boolean isOrdered() {
    return switch (name) {
      case DISPATCH, DISPATCH_LONG -> false;
      case RESULTS -> true;
    };
  }

  /// Sends messages, to be received from `dueAt` on.
  void send(List<? extends M> messages, Function<M, RunId> runOf, Instant dueAt) {
    if (messages.isEmpty()) {
      return;
    }
    var sentAt = clock.now();
    var texts = messages.stream().<String>map(write).toList();
    writer.write(
        database -> {
          var entries = new ArrayList<MessageEntry<M>>(texts.size());
          for (var i = 0; i < texts.size(); i++) {
            var message = messages.get(i);
            entries.add(
                insert(database, message, runOf.apply(message), texts.get(i), sentAt, dueAt));
          }
          return entries;
        },
        entries -> arrive(entries, dueAt));
  }

  /// Sends a message, unless the same was sent by its run within [ResultsQueue#DEDUPLICATED_FOR].
  void sendOnce(M message, RunId run, String deduplicationId) {
    var sentAt = clock.now();
    var text = write.apply(message);
    writer.write(
        database ->
            deduplications.isNew(database, run, deduplicationId, sentAt)
                ? List.of(insert(database, message, run, text, sentAt, sentAt))
                : List.<MessageEntry<M>>of(),
        entries -> arrive(entries, sentAt));
  }

  private MessageEntry<M> insert(
      Statements database, M message, RunId run, String text, Instant sentAt, Instant dueAt)
      throws SQLException {
    var id = ids.next();
    MessageRows.insert(database, id, name, run, text, sentAt, dueAt);
    return new MessageEntry<>(id, isOrdered() ? run.text() : null, sentAt, 0, message);
  }

  /// Runs on the writing thread, so messages arrive in the order in which they were written.
  private void arrive(List<MessageEntry<M>> entries, Instant dueAt) {
    lock.lock();
    try {
      var now = clock.now();
      for (var entry : entries) {
        index.add(entry, now, dueAt);
      }
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Delivery<M>> receive(int max, Duration visibility) {
    requireBatch(max);
    QueueIndex.Taken<M> taken;
    lock.lock();
    try {
      taken = take(max, visibility);
    } finally {
      lock.unlock();
    }
    return deliver(taken);
  }

  @Override
  public List<Delivery<M>> await(int max, Duration visibility, Duration atMost)
      throws InterruptedException {
    requireBatch(max);
    var left = atMost.toNanos();
    while (true) {
      QueueIndex.Taken<M> taken;
      lock.lockInterruptibly();
      try {
        var now = clock.now();
        while (!isClosed && left > 0 && !index.hasReady(now)) {
          var pause = Math.min(left, untilReveal(now));
          left -= pause - Math.max(0, arrived.awaitNanos(pause));
          now = clock.now();
        }
        taken = take(max, visibility);
      } finally {
        lock.unlock();
      }
      var deliveries = deliver(taken);
      if (!deliveries.isEmpty() || left <= 0 || taken.isEmpty()) {
        return deliveries;
      }
    }
  }

  private long untilReveal(Instant now) {
    var nanos =
        index
            .nextReveal()
            .map(at -> Math.max(1, Duration.between(now, at).toNanos()))
            .orElse(Long.MAX_VALUE);
    return Math.min(nanos, CLOCK_LOOK.toNanos());
  }

  private QueueIndex.Taken<M> take(int max, Duration visibility) {
    if (isClosed) {
      return new QueueIndex.Taken<>(List.of(), List.of());
    }
    var now = clock.now();
    return index.take(max, now, now.plus(visibility));
  }

  private static void requireBatch(int max) {
    if (max < 1 || max > BATCH_MAX) {
      throw new IllegalArgumentException(
          "1 to " + BATCH_MAX + " messages are received at once, not " + max);
    }
  }

  private List<Delivery<M>> deliver(QueueIndex.Taken<M> taken) {
    if (taken.isEmpty()) {
      return List.of();
    }
    var gone = writeReceives(taken);
    var deliveries = new ArrayList<Delivery<M>>(taken.received().size());
    for (var entry : taken.received()) {
      if (!gone.contains(entry.id)) {
        delivery(entry).ifPresent(deliveries::add);
      }
    }
    return deliveries;
  }

  /// @return what was acknowledged at this very moment with a receipt of the delivery before
  private Set<Long> writeReceives(QueueIndex.Taken<M> taken) {
    var now = InstantText.of(clock.now());
    // Copied: the entries belong to the lock, which this thread does not hold while it waits.
    var received = taken.received().stream().map(entry -> new Receipt(entry.id, entry.receives));
    var receipts = received.toList();
    try {
      return writer.write(
          database -> {
            var gone = new HashSet<Long>();
            for (var receipt : receipts) {
              if (!MessageRows.receive(database, receipt, now)) {
                gone.add(receipt.id());
              }
            }
            for (var entry : taken.dead()) {
              MessageRows.bury(database, entry.id, now);
            }
            return gone;
          });
    } catch (StorageException failed) {
      lock.lock();
      try {
        index.putBack(taken, clock.now());
      } finally {
        lock.unlock();
      }
      throw failed;
    }
  }

  private Optional<Delivery<M>> delivery(MessageEntry<M> entry) {
    var receipt = new Receipt(entry.id, entry.receives);
    return message(entry)
        .map(
            message ->
                new Delivery<>(
                    receipt.toString(),
                    MessageIds.text(entry.id),
                    receipt.receives(),
                    entry.sentAt,
                    message));
  }

  private Optional<M> message(MessageEntry<M> entry) {
    var kept = entry.message;
    if (kept != null) {
      return Optional.of(kept);
    }
    var text = reads.read(database -> MessageRows.text(database, entry.id));
    try {
      return text.map(read);
    } catch (StoredTextException unreadable) {
      // It stays hidden, comes again and becomes a dead letter, where somebody may find it.
      LOG.warn("message {} of {}: {}", entry.id, name.text(), unreadable.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void acknowledge(Collection<String> receipts) {
    var parsed = receipts.stream().map(Receipt::parse).toList();
    if (parsed.isEmpty()) {
      return;
    }
    writer.write(
        database -> {
          var removed = new ArrayList<Long>(parsed.size());
          for (var receipt : parsed) {
            if (MessageRows.acknowledge(database, receipt)) {
              removed.add(receipt.id());
            }
          }
          return removed;
        },
        this::leave);
  }

  /// Only now does the next message of the run come: an earlier one could still come back.
  private void leave(List<Long> removed) {
    lock.lock();
    try {
      removed.forEach(index::remove);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void changeVisibility(String receipt, Instant until) {
    var parsed = Receipt.parse(receipt);
    lock.lock();
    try {
      @Nullable MessageEntry<M> entry = index.entry(parsed.id());
      if (entry != null && entry.receives == parsed.receives()) {
        index.hide(parsed.id(), until, clock.now());
        arrived.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int size() {
    lock.lock();
    try {
      return index.size();
    } finally {
      lock.unlock();
    }
  }

  Optional<Instant> oldest() {
    lock.lock();
    try {
      return index.oldest(clock.now());
    } finally {
      lock.unlock();
    }
  }

  /// Lets those go who wait for messages.
  void close() {
    lock.lock();
    try {
      isClosed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
