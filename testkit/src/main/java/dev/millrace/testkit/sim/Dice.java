package dev.millrace.testkit.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// Chance, wholly decided by a seed. For one thread.
public final class Dice {
  /// The golden ratio's bits spread neighbouring numbers over all of `long`.
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  static Dice of(long seed) {
    return new Dice(new SplittableRandom(seed));
  }

  /// Dice that give the same for the same seed and name, whatever was thrown before.
  public static Dice of(long seed, String name) {
    var hash = seed;
    for (var i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * SPREAD;
      hash ^= hash >>> 29;
    }
    return of(hash);
  }

  /// Whether something happens.
  public boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /// A number from `least` to `most`, both included.
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /// One of them, each as likely as the others.
  public <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /// One of them, each as likely as the others.
  @SafeVarargs
  public final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /// A number from 0 to 1.
  public double fraction() {
    return random.nextDouble();
  }

  long bits() {
    return random.nextLong();
  }

  /// A time that is as likely to lie between 1 and 10 of its unit as between 10 and 100: short
  /// ones are common, long ones occur.
  public Duration about(Duration least, Duration most) {
    var low = Math.log((double) Math.max(1, least.toMillis()));
    var high = Math.log((double) Math.max(1, most.toMillis()));
    return Duration.ofMillis(Math.round(Math.exp(low + (high - low) * random.nextDouble())));
  }

  void shuffle(List<?> list) {
    for (var i = list.size() - 1; i > 0; i--) {
      swap(list, i, random.nextInt(i + 1));
    }
  }

  private static <T> void swap(List<T> list, int one, int other) {
    var kept = list.get(one);
    list.set(one, list.get(other));
    list.set(other, kept);
  }
}
