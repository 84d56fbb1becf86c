package dev.millrace.testkit.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Simulates many seeds, side by side on all processors. Which thread simulates which seed changes
/// nothing.
public final class Simulator {
  /// Broken seeds after which a simulation stops looking for more.
  public static final int FOUND_MAX = 20;

  private final long from;
  private final long count;
  private final WorldKind kind;
  private final Consumer<SeedResult> progress;
  private final AtomicLong next;
  private final List<SimulationReport.Found> found = new ArrayList<>();
  private final Coverage coverage = new Coverage();
  private long seeds;
  private long steps;
  private long repairs;

  private Simulator(long from, long count, WorldKind kind, Consumer<SeedResult> progress) {
    this.from = from;
    this.count = count;
    this.kind = kind;
    this.progress = progress;
    this.next = new AtomicLong(from);
  }

  /// Simulates the seeds `from` to `from + count - 1`.
  ///
  /// @param progress is told of each seed, one at a time, in no order
  /// @param nanos tells how long it took, for people; it decides nothing
  /// @throws InterruptedException when the calling thread is interrupted; what runs is given up
  public static SimulationReport run(
      long from, long count, WorldKind kind, Consumer<SeedResult> progress, LongSupplier nanos)
      throws InterruptedException {
    return new Simulator(from, count, kind, progress).run(nanos);
  }

  private SimulationReport run(LongSupplier nanos) throws InterruptedException {
    var begun = nanos.getAsLong();
    var threads = (int) Math.min(count, Runtime.getRuntime().availableProcessors());
    var pool = Executors.newFixedThreadPool(Math.max(1, threads));
    try {
      var work = new ArrayList<Callable<Void>>();
      for (var i = 0; i < threads; i++) {
        work.add(this::takeSeeds);
      }
      for (var done : pool.invokeAll(work)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a seed could not be simulated", e.getCause());
    } finally {
      pool.shutdownNow();
    }
    found.sort(Comparator.comparingLong(each -> each.violation().seed()));
    var seconds = (nanos.getAsLong() - begun) / 1e9;
    return new SimulationReport(kind.word(), seeds, from, steps, repairs, found, seconds, coverage);
  }

  private Void takeSeeds() {
    for (var seed = next.getAndIncrement();
        seed < from + count && !hasEnough();
        seed = next.getAndIncrement()) {
      var result = kind.live(seed);
      var shortest = result.violation().isPresent() ? kind.shortest(result) : result;
      add(result, shortest);
    }
    return null;
  }

  private synchronized boolean hasEnough() {
    return found.size() >= FOUND_MAX;
  }

  private synchronized void add(SeedResult result, SeedResult shortest) {
    seeds++;
    steps += result.steps();
    repairs += result.repairs();
    coverage.add(result.coverage());
    result
        .violation()
        .ifPresent(
            violation ->
                found.add(
                    new SimulationReport.Found(
                        kind.word(), shortest.violation().orElse(violation), shortest.history())));
    progress.accept(result);
  }
}
