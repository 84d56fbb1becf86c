package dev.millrace.integrations.http;

import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What is fetched to be used for a while: tokens, keys of roles. Whoever needs one that is not
/// there fetches it, and all who need the same meanwhile wait for that one. Safe for any number of
/// threads.
///
/// @param <K> what it is fetched for
/// @param <V> what it is
final class SharedFetch<K, V> {
  /// It is used no more so long before it expires: a request takes its time, and clocks differ. Of
  /// what lives shortly, half of its life.
  static final Duration MARGIN = Duration.ofSeconds(30);

  /// Longest life that is believed.
  private static final Duration LIFE_LONGEST = Duration.ofDays(1);

  /// Most that is kept; a worker that needs more begins anew.
  private static final int KEPT = 1_000;

  private final Map<K, Kept<V>> kept = new ConcurrentHashMap<>();
  private final Map<K, CompletableFuture<Fetched<V>>> flights = new ConcurrentHashMap<>();

  /// It, and from when on it is not used any more.
  private record Kept<V>(V value, Instant usedUntil) {}

  /// Whose failure it is that there is nothing.
  enum Whose {
    /// Everybody's who asks now.
    ALL,
    /// That of an attempt whose own time was over.
    OWN
  }

  /// What became of a fetch.
  sealed interface Fetched<V> {
    /// It is there.
    record Given<V>(V value, Instant usedUntil) implements Fetched<V> {
      @Override
      public String toString() {
        return "Given";
      }
    }

    /// There is none, and the attempt fails.
    record Failed<V>(Execution.Failed failure, Whose whose) implements Fetched<V> {}

    /// Whoever fetched it had to end before there was an answer.
    record Abandoned<V>() implements Fetched<V> {}
  }

  /// How it is fetched.
  interface Source<V> {
    /// Asks for it.
    ///
    /// @throws InterruptedException when the attempt was interrupted
    Fetched<V> fetch() throws InterruptedException;

    /// The failure of an attempt that waited for another's fetch until its own time was over.
    Execution.Failed late();
  }

  /// It, for an attempt: never [Fetched.Abandoned].
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Fetched<V> of(K key, AttemptContext attempt, Source<V> source) throws InterruptedException {
    while (true) {
      var known = kept.get(key);
      if (known != null && attempt.now().isBefore(known.usedUntil())) {
        return new Fetched.Given<>(known.value(), known.usedUntil());
      }
      var own = new CompletableFuture<Fetched<V>>();
      var flight = flights.putIfAbsent(key, own);
      var fetched =
          flight == null ? lead(own, key, attempt, source) : await(flight, attempt, source);
      if (!(fetched instanceof Fetched.Abandoned)) {
        return fetched;
      }
    }
  }

  /// It was refused: it is given to nobody any more. If another has come meanwhile, that one stays.
  void refused(K key, V value) {
    kept.computeIfPresent(key, (_, standing) -> standing.value().equals(value) ? null : standing);
  }

  /// Until when something is used that lives so long.
  static Instant usedUntil(Instant asked, Duration life) {
    var believed = life.compareTo(LIFE_LONGEST) > 0 ? LIFE_LONGEST : life;
    if (believed.isNegative()) {
      return asked;
    }
    var half = believed.dividedBy(2);
    return asked.plus(believed).minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
  }

  private Fetched<V> lead(
      CompletableFuture<Fetched<V>> flight, K key, AttemptContext attempt, Source<V> source)
      throws InterruptedException {
    try {
      var known = kept.get(key);
      var fetched =
          known != null && attempt.now().isBefore(known.usedUntil())
              ? new Fetched.Given<>(known.value(), known.usedUntil())
              : fetch(key, source);
      flight.complete(forOthers(fetched));
      return fetched;
    } finally {
      flights.remove(key, flight);
      flight.complete(new Fetched.Abandoned<>());
    }
  }

  private Fetched<V> fetch(K key, Source<V> source) throws InterruptedException {
    var fetched = source.fetch();
    if (fetched instanceof Fetched.Given<V>(var value, var usedUntil)) {
      if (kept.size() >= KEPT) {
        kept.clear();
      }
      kept.put(key, new Kept<>(value, usedUntil));
    }
    return fetched;
  }

  private static <V> Fetched<V> forOthers(Fetched<V> fetched) {
    return fetched instanceof Fetched.Failed<V>(_, var whose) && whose == Whose.OWN
        ? new Fetched.Abandoned<>()
        : fetched;
  }

  private static <V> Fetched<V> await(
      CompletableFuture<Fetched<V>> flight, AttemptContext attempt, Source<V> source)
      throws InterruptedException {
    try {
      return flight.get(HttpTransport.timeOf(attempt).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new Fetched.Failed<>(source.late(), Whose.OWN);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fetch ends with a value", e);
    }
  }
}
