package dev.millrace.local.sqlite;

import dev.millrace.engine.queue.DeadLetters;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which messages of one queue can be received, in memory: what is hidden by when it comes back,
/// and the groups of which nothing is hidden by their oldest message. A message without a run is a
/// group of its own, so that queues with and without order are one thing.
///
/// Not safe for threads: whoever uses it holds the lock of its queue.
///
/// @param <M> the messages
final class QueueIndex<M> {
  /// Messages kept in memory; what is beyond is read from the file when it is received.
  private static final int MESSAGES_KEPT = 20_000;

  private final Map<Long, MessageEntry<M>> all = new HashMap<>();
  private final Map<String, Group<M>> groups = new HashMap<>();
  private final TreeSet<MessageEntry<M>> hidden =
      new TreeSet<>(
          Comparator.comparing((MessageEntry<M> entry) -> until(entry))
              .thenComparingLong(entry -> entry.id));
  private final TreeSet<Group<M>> ready =
      new TreeSet<>(Comparator.comparingLong(group -> group.first));
  private int kept;

  /// Messages that come one after the other, by id.
  static final class Group<M> {
    private final ArrayDeque<MessageEntry<M>> entries = new ArrayDeque<>(2);
    private int hiddenCount;

    /// The id of the oldest, as long as the group is among the ready ones.
    private long first;
  }

  /// What a receiver gets.
  ///
  /// @param received entries that are hidden from now on
  /// @param dead entries that were received too often; they are no longer in the queue
  record Taken<M>(List<MessageEntry<M>> received, List<MessageEntry<M>> dead) {
    boolean isEmpty() {
      return received.isEmpty() && dead.isEmpty();
    }
  }

  private static <M> Instant until(MessageEntry<M> entry) {
    var until = entry.hiddenUntil;
    if (until == null) {
      throw new IllegalStateException("message " + entry.id + " is not hidden");
    }
    return until;
  }

  /// Adds a message, later than all of its run that are here.
  void add(MessageEntry<M> entry, Instant now, Instant dueAt) {
    if (entry.message != null && kept >= MESSAGES_KEPT) {
      entry.message = null;
    }
    var group = enter(entry);
    if (dueAt.isAfter(now)) {
      entry.hiddenUntil = dueAt;
      hidden.add(entry);
      group.hiddenCount++;
    }
    readyAgain(group);
  }

  private Group<M> enter(MessageEntry<M> entry) {
    all.put(entry.id, entry);
    kept += entry.message == null ? 0 : 1;
    var group =
        entry.run == null ? new Group<M>() : groups.computeIfAbsent(entry.run, _ -> new Group<>());
    unready(group);
    entry.group = group;
    group.entries.addLast(entry);
    return group;
  }

  /// Takes up to `max` messages, which are hidden until then.
  Taken<M> take(int max, Instant now, Instant until) {
    reveal(now);
    var received = new ArrayList<MessageEntry<M>>();
    var dead = new ArrayList<MessageEntry<M>>();
    while (received.size() < max && !ready.isEmpty()) {
      var group = ready.pollFirst();
      for (var entry : List.copyOf(group.entries)) {
        if (entry.receives >= DeadLetters.RECEIVES_MAX) {
          dead.add(entry);
          drop(entry, group);
        } else if (received.size() < max) {
          entry.receives++;
          entry.hiddenUntil = until;
          hidden.add(entry);
          group.hiddenCount++;
          received.add(entry);
        } else {
          break;
        }
      }
      readyAgain(group);
    }
    return new Taken<>(received, dead);
  }

  /// Puts back what could not be handed out.
  void putBack(Taken<M> taken, Instant now) {
    for (var entry : taken.received()) {
      entry.receives--;
      hide(entry.id, now, now);
    }
    for (var entry : taken.dead()) {
      var group = enter(entry);
      var ordered = new ArrayList<>(group.entries);
      ordered.sort(Comparator.comparingLong(one -> one.id));
      group.entries.clear();
      group.entries.addAll(ordered);
      readyAgain(group);
    }
  }

  /// The message with that id, if it is in the queue.
  @Nullable MessageEntry<M> entry(long id) {
    return all.get(id);
  }

  /// Hides a message that somebody works on for another time; one whose time is up comes back.
  void hide(long id, Instant until, Instant now) {
    var entry = all.get(id);
    if (entry == null || entry.hiddenUntil == null) {
      return;
    }
    hidden.remove(entry);
    if (until.isAfter(now)) {
      entry.hiddenUntil = until;
      hidden.add(entry);
    } else {
      show(entry);
    }
  }

  /// Takes a message out of the queue.
  void remove(long id) {
    var entry = all.get(id);
    if (entry != null) {
      var group = groupOf(entry);
      unready(group);
      drop(entry, group);
      readyAgain(group);
    }
  }

  /// When the message was sent that has waited longest.
  Optional<Instant> oldest(Instant now) {
    reveal(now);
    return ready.isEmpty()
        ? Optional.empty()
        : Optional.of(ready.first().entries.getFirst().sentAt);
  }

  /// Whether something can be received.
  boolean hasReady(Instant now) {
    reveal(now);
    return !ready.isEmpty();
  }

  /// When the next hidden message comes back.
  Optional<Instant> nextReveal() {
    return hidden.isEmpty() ? Optional.empty() : Optional.of(until(hidden.first()));
  }

  /// Messages in the queue, those that are hidden included.
  int size() {
    return all.size();
  }

  private void reveal(Instant now) {
    while (!hidden.isEmpty() && !until(hidden.first()).isAfter(now)) {
      show(hidden.pollFirst());
    }
  }

  /// Shows a message that has left the hidden ones.
  private void show(MessageEntry<M> entry) {
    entry.hiddenUntil = null;
    var group = groupOf(entry);
    group.hiddenCount--;
    readyAgain(group);
  }

  private void drop(MessageEntry<M> entry, Group<M> group) {
    all.remove(entry.id);
    if (entry.hiddenUntil != null) {
      hidden.remove(entry);
      group.hiddenCount--;
    }
    if (entry.message != null) {
      kept--;
    }
    group.entries.remove(entry);
    if (group.entries.isEmpty() && entry.run != null) {
      groups.remove(entry.run);
    }
  }

  private Group<M> groupOf(MessageEntry<M> entry) {
    var group = entry.group;
    if (group == null) {
      throw new IllegalStateException("message " + entry.id + " is in no queue");
    }
    return group;
  }

  private void unready(Group<M> group) {
    if (group.hiddenCount == 0 && !group.entries.isEmpty()) {
      ready.remove(group);
    }
  }

  private void readyAgain(Group<M> group) {
    if (group.hiddenCount == 0 && !group.entries.isEmpty()) {
      group.first = group.entries.getFirst().id;
      ready.add(group);
    }
  }
}
