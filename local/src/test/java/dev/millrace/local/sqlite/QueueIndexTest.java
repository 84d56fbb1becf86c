package dev.millrace.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.queue.DeadLetters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueueIndexTest {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /// The same queue as a plain list that is searched anew each time.
  private static final class PlainQueue {
    private static final class Message {
      private long id;
      private String group = "";
      private Instant sentAt = START;
      private int receives;
      private @Nullable Instant hiddenUntil;
    }

    private final List<Message> messages = new ArrayList<>();

    private boolean isHidden(Message message, Instant now) {
      return message.hiddenUntil != null && message.hiddenUntil.isAfter(now);
    }

    private List<List<Message>> readyGroups(Instant now) {
      var groups = new HashMap<String, List<Message>>();
      for (var message : messages) {
        groups.computeIfAbsent(message.group, _ -> new ArrayList<>()).add(message);
      }
      return groups.values().stream()
          .filter(group -> group.stream().noneMatch(message -> isHidden(message, now)))
          .sorted(Comparator.comparingLong(group -> group.getFirst().id))
          .toList();
    }

    private List<Long> take(int max, Instant now, Instant until, List<Long> dead) {
      var received = new ArrayList<Long>();
      for (var group : readyGroups(now)) {
        for (var message : group) {
          if (received.size() == max) {
            return received;
          }
          if (message.receives == DeadLetters.RECEIVES_MAX) {
            dead.add(message.id);
            messages.remove(message);
          } else {
            message.receives++;
            message.hiddenUntil = until;
            received.add(message.id);
          }
        }
      }
      return received;
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void any_history_goes_as_with_a_plain_list(long seed) {
    var random = new SplittableRandom(seed);
    var isOrdered = random.nextBoolean();
    var index = new QueueIndex<String>();
    var plain = new PlainQueue();
    var now = START;
    var last = 0L;
    for (var step = 0; step < 300; step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          var run = isOrdered ? "run" + random.nextInt(4) : null;
          var due = isOrdered || random.nextBoolean() ? now : now.plusSeconds(random.nextInt(20));
          last++;
          index.add(new MessageEntry<>(last, run, now, 0, "m" + last), now, due);
          var message = new PlainQueue.Message();
          message.id = last;
          message.group = run != null ? run : "single" + last;
          message.sentAt = now;
          message.hiddenUntil = due;
          plain.messages.add(message);
        }
        case 3, 4, 5 -> {
          var max = 1 + random.nextInt(10);
          var until = now.plusSeconds(1 + random.nextInt(30));
          var taken = index.take(max, now, until);
          var dead = new ArrayList<Long>();
          var received = plain.take(max, now, until, dead);
          assertThat(ids(taken.received())).isEqualTo(received);
          assertThat(ids(taken.dead())).containsAll(dead);
          // The index looks one message further than it hands out; both are gone at the next take.
          var early = ids(taken.dead());
          plain.messages.removeIf(message -> early.contains(message.id));
        }
        case 6, 7 -> {
          if (!plain.messages.isEmpty()) {
            var message = plain.messages.get(random.nextInt(plain.messages.size()));
            plain.messages.remove(message);
            index.remove(message.id);
          }
        }
        case 8 -> {
          if (!plain.messages.isEmpty()) {
            var message = plain.messages.get(random.nextInt(plain.messages.size()));
            var until = now.plusSeconds(random.nextInt(20) - 5);
            // Only a message that is hidden can be hidden for another time.
            if (plain.isHidden(message, now)) {
              index.oldest(now);
              index.hide(message.id, until, now);
              message.hiddenUntil = until;
            }
          }
        }
        default -> now = now.plusSeconds(random.nextInt(15));
      }
      assertThat(index.size()).isEqualTo(plain.messages.size());
      var ready = plain.readyGroups(now);
      assertThat(index.hasReady(now)).isEqualTo(!ready.isEmpty());
      assertThat(index.oldest(now))
          .isEqualTo(ready.stream().findFirst().map(group -> group.getFirst().sentAt));
      var instant = now;
      assertThat(index.nextReveal())
          .isEqualTo(
              plain.messages.stream()
                  .filter(message -> plain.isHidden(message, instant))
                  .map(message -> Optional.ofNullable(message.hiddenUntil).orElseThrow())
                  .min(Comparator.naturalOrder()));
    }
  }

  @Test
  void what_could_not_be_handed_out_is_received_next_as_if_nothing_had_been() {
    var index = new QueueIndex<String>();
    for (var id = 1L; id <= 4; id++) {
      var receives = id == 1 || id == 3 ? DeadLetters.RECEIVES_MAX : 2;
      index.add(new MessageEntry<>(id, "run", START, receives, "m" + id), START, START);
    }
    var taken = index.take(10, START, START.plusSeconds(60));
    assertThat(ids(taken.dead())).containsExactly(1L, 3L);

    index.putBack(taken, START);

    var again = index.take(10, START, START.plusSeconds(60));
    assertThat(ids(again.dead())).containsExactly(1L, 3L);
    assertThat(ids(again.received())).containsExactly(2L, 4L);
    assertThat(again.received()).allMatch(entry -> entry.receives == 3);
  }

  private static List<Long> ids(List<MessageEntry<String>> entries) {
    return entries.stream().map(entry -> entry.id).toList();
  }
}
