package dev.millrace.engine.secret;

import dev.millrace.engine.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps secrets for some minutes, in memory only: stores charge for each reading and throttle.
/// Failures are not kept. Safe for any number of threads.
public final class CachedSecrets implements Secrets {
  /// How old a value may be. A secret that was changed is seen so much later; one that was changed
  /// because others knew it must stop to work where it is used, not here.
  public static final Duration CACHED_FOR = Duration.ofMinutes(5);

  /// Most secrets kept; a host that reads more begins anew.
  private static final int KEPT_MAX = 1_000;

  private final Secrets kept;
  private final Clock clock;
  private final Map<SecretReference, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(Reading.Found found, Instant readAt) {}

  /// Keeps what `kept` reads.
  public CachedSecrets(Secrets kept, Clock clock) {
    this.kept = kept;
    this.clock = clock;
  }

  @Override
  public Reading read(SecretReference reference) {
    var now = clock.now();
    var entry = entries.get(reference);
    if (entry != null && now.isBefore(entry.readAt().plus(CACHED_FOR))) {
      return entry.found();
    }
    return switch (kept.read(reference)) {
      case Reading.Found found -> {
        if (entries.size() >= KEPT_MAX) {
          entries.clear();
        }
        entries.put(reference, new Entry(found, now));
        yield found;
      }
      case Reading.Failed failed -> {
        entries.remove(reference);
        yield failed;
      }
    };
  }
}
