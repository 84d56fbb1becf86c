package dev.millrace.testkit.memory;

import dev.millrace.engine.Clock;
import dev.millrace.engine.queue.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// Messages that came too often, until somebody removes them or their time is over.
///
/// @param <M> what they carry
final class DeadQueue<M> {
  private final String name;
  private final Clock clock;
  private final Duration hidden;
  private final Map<String, Entry<M>> entries = new LinkedHashMap<>();
  private int added;

  private record Entry<M>(M message, Instant addedAt, Instant visibleAt) {}

  DeadQueue(String name, Clock clock, Duration hidden) {
    this.name = name;
    this.clock = clock;
    this.hidden = hidden;
  }

  synchronized void add(M message) {
    var now = clock.now();
    entries.put(name + "-" + ++added, new Entry<>(message, now, now));
  }

  synchronized void read(int limit, BiConsumer<String, M> reader) {
    var now = clock.now();
    entries.values().removeIf(entry -> !now.isBefore(entry.addedAt().plus(DeadLetters.KEPT_FOR)));
    var read = 0;
    for (var each : entries.entrySet()) {
      var entry = each.getValue();
      if (read < limit && !entry.visibleAt().isAfter(now)) {
        read++;
        each.setValue(new Entry<>(entry.message(), entry.addedAt(), now.plus(hidden)));
        reader.accept(each.getKey(), entry.message());
      }
    }
  }

  synchronized void remove(String receipt) {
    entries.remove(receipt);
  }

  synchronized int size() {
    return entries.size();
  }
}
