package dev.millrace.testkit.memory;

import dev.millrace.engine.Clock;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.testkit.contract.Receiving;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A standard queue: a message that was received is hidden for a while and comes again unless it is
/// acknowledged; one that came too often goes to the dead letters. It gives messages in the order
/// of their sending, unless a receiver asks for a certain one.
///
/// @param <M> what it carries
public final class InMemoryQueue<M> implements Receiving<M> {
  private final String name;
  private final Clock clock;
  private final Consumer<M> dead;
  private final Map<String, Entry<M>> entries = new LinkedHashMap<>();
  private int sent;

  private static final class Entry<M> {
    private final String id;
    private final M message;
    private final Instant sentAt;
    private Instant visibleAt;
    private int receives;

    Entry(String id, M message, Instant sentAt, Instant visibleAt) {
      this.id = id;
      this.message = message;
      this.sentAt = sentAt;
      this.visibleAt = visibleAt;
    }

    String receipt() {
      return id + "/" + receives;
    }
  }

  /// @param name begins the ids of its messages
  /// @param dead takes messages that came [DeadLetters#RECEIVES_MAX] times
  public InMemoryQueue(String name, Clock clock, Consumer<M> dead) {
    this.name = name;
    this.clock = clock;
    this.dead = dead;
  }

  /// Sends a message that becomes visible at an instant.
  public synchronized void send(M message, Instant visibleAt) {
    var id = name + "-" + ++sent;
    entries.put(id, new Entry<>(id, message, clock.now(), visibleAt));
  }

  @Override
  public synchronized List<Delivery<M>> receive(int max, Duration visibility) {
    var deliveries = new ArrayList<Delivery<M>>();
    for (var id : visible()) {
      if (deliveries.size() == max) {
        break;
      }
      receive(id, visibility).ifPresent(deliveries::add);
    }
    return deliveries;
  }

  /// The ids of the messages that could be received now, in the order of their sending.
  public synchronized List<String> visible() {
    var now = clock.now();
    return entries.values().stream()
        .filter(entry -> !entry.visibleAt.isAfter(now))
        .map(entry -> entry.id)
        .toList();
  }

  /// Receives one of the [#visible] messages; empty when it is not, or went to the dead letters.
  public synchronized Optional<Delivery<M>> receive(String id, Duration visibility) {
    var entry = entries.get(id);
    if (entry == null || entry.visibleAt.isAfter(clock.now())) {
      return Optional.empty();
    }
    if (entry.receives >= DeadLetters.RECEIVES_MAX) {
      entries.remove(id);
      dead.accept(entry.message);
      return Optional.empty();
    }
    entry.receives++;
    entry.visibleAt = clock.now().plus(visibility);
    return Optional.of(new Delivery<>(entry.receipt(), id, entry.receives, entry.message));
  }

  /// Delivers a message once more that is being worked on, or was acknowledged, as standard queues
  /// now and then do.
  public synchronized void deliverAgain(String id, M message) {
    var now = clock.now();
    var entry = entries.computeIfAbsent(id, missing -> new Entry<>(missing, message, now, now));
    entry.receives = Math.max(entry.receives, 1);
    entry.visibleAt = now;
  }

  @Override
  public synchronized void acknowledge(String receipt) {
    entries.values().removeIf(entry -> entry.receipt().equals(receipt));
  }

  @Override
  public synchronized void changeVisibility(String receipt, Instant until) {
    for (var entry : entries.values()) {
      if (entry.receipt().equals(receipt)) {
        entry.visibleAt = until;
      }
    }
  }

  /// When the oldest message that waits was sent: neither delayed nor received.
  public synchronized Optional<Instant> oldest() {
    var now = clock.now();
    return entries.values().stream()
        .filter(entry -> !entry.visibleAt.isAfter(now))
        .map(entry -> entry.sentAt)
        .min(Instant::compareTo);
  }

  /// When the next message that is not visible becomes so.
  public synchronized Optional<Instant> nextVisible() {
    var now = clock.now();
    return entries.values().stream()
        .map(entry -> entry.visibleAt)
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }

  /// Messages that it holds, visible or not.
  public synchronized int size() {
    return entries.size();
  }
}
