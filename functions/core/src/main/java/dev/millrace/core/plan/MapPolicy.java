package dev.millrace.core.plan;

import java.util.OptionalInt;

/// How a task runs for each item of a list.
///
/// @param concurrency instances at work at most; empty: no bound but the run's own
/// @param tolerate failed instances that still let the task succeed
public record MapPolicy(OptionalInt concurrency, Tolerance tolerate) {
  /// Most instances of a mapped task in one run. More items are cut into chunks of so many, each a
  /// run of its own.
  public static final int INSTANCES_MAX = 10_000;

  /// Most items of one mapped task, in all its chunks.
  public static final int ITEMS_MAX = 1_000_000;

  /// Chunks of a long list at work at most. Where something holds over the instances of all of
  /// them, they come one after another: a chunk does not see what goes on in the others.
  public int chunksAtWork(int items) {
    return concurrency.isPresent() || tolerate.of(items) > 0 ? 1 : Integer.MAX_VALUE;
  }

  /// How many failed instances a mapped task tolerates.
  public sealed interface Tolerance {
    /// Failed instances allowed among `instances`.
    int of(int instances);
  }

  /// A count.
  public record Count(int failures) implements Tolerance {
    @Override
    public int of(int instances) {
      return failures;
    }
  }

  /// A percentage of the instances (0 to 100), rounded down.
  public record Percent(double percent) implements Tolerance {
    @Override
    public int of(int instances) {
      // The nudge keeps 29 % of 100 from becoming 28 by binary fractions.
      return (int) Math.floor(instances * percent / 100.0 + 1e-9);
    }
  }

  /// No bound on concurrency, no failure tolerated.
  public static final MapPolicy PLAIN = new MapPolicy(OptionalInt.empty(), new Count(0));
}
