package dev.millrace.testkit.memory;

import dev.millrace.engine.Clock;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.testkit.contract.Receiving;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The ordered queue of outcomes. Messages of one run come in order, and none while an earlier one
/// of that run is hidden; one that was sent within five minutes before is dropped.
public final class InMemoryFifoQueue implements ResultsQueue, Receiving<ResultMessage> {
  private final Clock clock;
  private final Consumer<ResultMessage> dead;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Sending, Instant> sendings = new HashMap<>();
  private int sent;

  private record Sending(String run, String deduplicationId) {
    static Sending of(ResultMessage message) {
      return new Sending(message.run().text(), message.deduplicationId());
    }
  }

  private static final class Entry {
    private final String id;
    private final ResultMessage message;
    private Instant visibleAt;
    private int receives;

    Entry(String id, ResultMessage message, Instant visibleAt) {
      this.id = id;
      this.message = message;
      this.visibleAt = visibleAt;
    }

    String receipt() {
      return id + "/" + receives;
    }
  }

  /// @param dead takes messages that came [DeadLetters#RECEIVES_MAX] times
  public InMemoryFifoQueue(Clock clock, Consumer<ResultMessage> dead) {
    this.clock = clock;
    this.dead = dead;
  }

  @Override
  public synchronized void send(ResultMessage message) {
    var now = clock.now();
    var before = sendings.get(Sending.of(message));
    if (before != null && now.isBefore(before.plus(DEDUPLICATED_FOR))) {
      return;
    }
    sendings.put(Sending.of(message), now);
    entries.add(new Entry("results-" + ++sent, message, now));
  }

  @Override
  public synchronized List<Delivery<ResultMessage>> receive(int max, Duration visibility) {
    var deliveries = new ArrayList<Delivery<ResultMessage>>();
    var held = new HashSet<String>();
    for (var entry : List.copyOf(entries)) {
      if (deliveries.size() < max && isNext(entry, held)) {
        if (entry.receives >= DeadLetters.RECEIVES_MAX) {
          entries.remove(entry);
          dead.accept(entry.message);
        } else {
          entry.receives++;
          entry.visibleAt = clock.now().plus(visibility);
          deliveries.add(new Delivery<>(entry.receipt(), entry.id, entry.receives, entry.message));
        }
      }
    }
    return deliveries;
  }

  /// Whether nothing of its run stands before it that is hidden.
  private boolean isNext(Entry entry, Set<String> held) {
    var run = entry.message.run().text();
    if (entry.visibleAt.isAfter(clock.now())) {
      held.add(run);
    }
    return !held.contains(run);
  }

  /// Whether something could be received now.
  public synchronized boolean hasVisible() {
    var held = new HashSet<String>();
    return entries.stream().anyMatch(entry -> isNext(entry, held));
  }

  /// When the next hidden message becomes visible.
  public synchronized Optional<Instant> nextVisible() {
    var now = clock.now();
    return entries.stream()
        .map(entry -> entry.visibleAt)
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }

  @Override
  public synchronized void acknowledge(String receipt) {
    entries.removeIf(entry -> entry.receipt().equals(receipt));
  }

  @Override
  public synchronized void changeVisibility(String receipt, Instant until) {
    for (var entry : entries) {
      if (entry.receipt().equals(receipt)) {
        entry.visibleAt = until;
      }
    }
  }

  /// Messages that it holds, visible or not.
  public synchronized int size() {
    return entries.size();
  }
}
