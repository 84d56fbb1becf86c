package dev.millrace.engine.text;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskState;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.RetryTally;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Instances;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.Lease;
import dev.millrace.core.run.Outcome;
import dev.millrace.core.run.Outstanding;
import dev.millrace.core.run.Pending;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.StopCause;
import dev.millrace.core.run.TaskStates;
import dev.millrace.core.run.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Values drawn from a seed: of any shape that a record allows, also ones that no run comes to.
public final class Generated {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

  private final SplittableRandom random;

  /// Draws from that seed.
  public Generated(long seed) {
    random = new SplittableRandom(seed);
  }

  /// A number from 0 to below `bound`.
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /// A value in about every second case.
  public <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  /// Up to `most` values.
  public <T> List<T> list(int most, Supplier<T> value) {
    var list = new ArrayList<T>();
    for (var left = below(most + 1); left > 0; left--) {
      list.add(value.get());
    }
    return list;
  }

  /// One of those.
  @SafeVarargs
  public final <T> T oneOf(T... values) {
    return values[below(values.length)];
  }

  /// An instant with microseconds.
  public Instant instant() {
    return START.plusNanos(random.nextLong(400L * 86_400_000_000L) * 1_000);
  }

  /// A text with what JSON must escape.
  public String text() {
    return oneOf("", "plain", "\"quoted\" \\ \n\t", "größe 🙂", "z:no", "x".repeat(below(50)));
  }

  /// The name of an error.
  public ErrorName error() {
    return oneOf(ErrorName.TIMEOUT, new ErrorName("Http.503"), ErrorName.WORKER_LOST);
  }

  /// A task or an instance.
  public Work work() {
    return random.nextBoolean() ? Work.of(below(40)) : Work.of(below(3), below(40));
  }

  /// One to ten attempts, often neighbours.
  public List<Attempt> attempts() {
    var attempts = new ArrayList<Attempt>();
    while (attempts.isEmpty()) {
      var number = 1 + below(3);
      var step = below(2);
      var task = below(40);
      var index = below(40);
      var mapped = random.nextBoolean();
      for (var i = 0; i < below(10); i++) {
        attempts.add(
            new Attempt(mapped ? Work.of(task, index + i) : Work.of(task + i), number, step));
      }
    }
    return attempts;
  }

  /// An outcome of any kind.
  public Outcome outcome() {
    return switch (below(3)) {
      case 0 -> new Outcome.Succeeded();
      case 1 ->
          new Outcome.Failed(error(), instant(), maybe(() -> Duration.ofMillis(below(100_000))));
      default ->
          new Outcome.Parked(maybe(this::instant), maybe(this::instant), maybe(this::instant));
    };
  }

  /// The id of an assignment.
  public AssignmentId assignment() {
    return new AssignmentId(below(10_000), below(300));
  }

  /// The state of a run.
  public RunState state() {
    return new RunState(
        random.nextLong(1L << 50),
        oneOf(RunStatus.values()),
        maybe(() -> oneOf(StopCause.values())),
        below(4),
        random.nextLong(),
        instant(),
        instant(),
        maybe(this::instant),
        TaskStates.parse(letters(oneOf(1, 50, 3_000))),
        works(() -> below(9)),
        maps(),
        works(this::pending),
        works(() -> new RetryTally(list(3, () -> below(5)), instant())),
        inFlight(),
        list(5, () -> new Outstanding.CancelParked(work(), 1 + below(3), issuer())),
        maybe(() -> new Wake(instant(), issuer())));
  }

  private String letters(int size) {
    var letters = new StringBuilder();
    var states = TaskState.values();
    while (letters.length() < size) {
      letters.repeat((char) oneOf(states).letter(), 1 + below(oneOf(1, 30)));
    }
    return letters.substring(0, size);
  }

  private <V> SortedMap<Work, V> works(Supplier<V> value) {
    var works = new TreeMap<Work, V>();
    for (var left = oneOf(0, 0, 2, 10, 200); left > 0; left--) {
      works.put(work(), value.get());
    }
    return works;
  }

  private SortedMap<Integer, Instances> maps() {
    var maps = new TreeMap<Integer, Instances>();
    for (var left = below(3); left > 0; left--) {
      var letters = letters(oneOf(0, 7, 2_000));
      var items = letters.length() * oneOf(1, 1, 10_000);
      maps.put(below(50), Instances.parse(letters, below(3), items));
    }
    return maps;
  }

  private Pending pending() {
    return switch (below(3)) {
      case 0 -> new Pending.Retrying(instant());
      case 1 ->
          new Pending.Parked(
              below(3), maybe(this::instant), maybe(this::instant), maybe(this::instant));
      default -> new Pending.Resuming(below(3));
    };
  }

  private SortedMap<AssignmentId, InFlight> inFlight() {
    var inFlight = new TreeMap<AssignmentId, InFlight>();
    var issuers = List.of(issuer(), issuer(), issuer());
    for (var left = oneOf(0, 1, 5, 256); left > 0; left--) {
      inFlight.put(
          assignment(),
          new InFlight(
              attempts(), oneOf(Lane.values()), issuers.get(below(issuers.size())), custody()));
    }
    return inFlight;
  }

  private Custody custody() {
    return random.nextBoolean()
        ? new Custody.Sent(oneOf(START, instant()), 1 + below(2))
        : new Custody.Held(new Lease("i-" + below(3), instant(), below(3)));
  }

  private Issuer issuer() {
    return new Issuer("m-" + below(3), "i-" + below(3), 1 + below(3));
  }
}
