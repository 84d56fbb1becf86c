package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.terminal.Elapsed;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.testkit.sim.Options;
import dev.millrace.testkit.sim.SeedResult;
import dev.millrace.testkit.sim.Simulation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// `millrace simulate`: the engine in made-up worlds full of faults, against its invariants.
final class SimulateCommand implements Subcommand {
  private static final int SEEDS = 200;
  private static final int SEEDS_MAX = 100_000_000;

  /// After so many violations the rest says nothing new.
  private static final int VIOLATIONS_MAX = 10;

  /// Lines of a history that people are shown; `--json` has all.
  private static final int HISTORY_SHOWN_MAX = 40;

  private static final Duration TOLD_EVERY = Duration.ofSeconds(5);

  private final Terminal terminal;

  SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("simulate", "Runs the engine in made-up worlds of faults, one for each seed.")
        .option("--seeds", "N", "How many seeds. Otherwise 200.")
        .option("--from", "SEED", "The first seed; the others follow it. Otherwise 0.")
        .flag("--json", "Print JSON.")
        .notes(
            "Examples:",
            "  millrace simulate --seeds 10000",
            "  millrace simulate --seeds 1 --from 48213     the same world again, whatever it did");
  }

  /// What was found.
  ///
  /// @param seeds that were simulated, fewer than asked for when too many failed
  private record Found(int seeds, long from, long steps, List<SeedResult> failed, Duration took) {}

  @Override
  public ExitStatus execute(Arguments arguments) {
    var seeds = arguments.number("--seeds", 1, SEEDS_MAX, SEEDS);
    var from = arguments.number("--from", 0, Long.MAX_VALUE - SEEDS_MAX, 0L);
    Logging.off();
    try (var workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      var found = simulate(seeds, from, workers);
      if (arguments.has("--json")) {
        json(found);
      } else {
        print(found);
      }
      return found.failed().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Messages.failed(terminal, "interrupted");
    }
  }

  private Found simulate(int seeds, long from, ExecutorService workers)
      throws InterruptedException {
    var began = System.nanoTime();
    var told = began;
    var steps = 0L;
    var failed = new ArrayList<SeedResult>();
    // Enough in advance to keep every worker busy, few enough to hold in memory.
    var ahead = 4 * Runtime.getRuntime().availableProcessors();
    var running = new ArrayDeque<Future<SeedResult>>();
    var done = 0;
    for (var next = 0; done < seeds && failed.size() < VIOLATIONS_MAX; done++) {
      for (; next < seeds && running.size() < ahead; next++) {
        var seed = from + next;
        running.add(workers.submit(() -> Simulation.run(seed, Options.STANDARD)));
      }
      var result = result(running.remove());
      steps += result.steps();
      if (result.violation().isPresent()) {
        // Again, with its history this time: the same seed is the same world.
        failed.add(Simulation.run(result.seed(), Options.STANDARD.traced()));
      }
      var now = System.nanoTime();
      if (now - told >= TOLD_EVERY.toNanos()) {
        told = now;
        terminal.err().line("%,d of %,d seeds".formatted(done + 1, seeds));
      }
    }
    running.forEach(future -> future.cancel(true));
    return new Found(done, from, steps, failed, Duration.ofNanos(System.nanoTime() - began));
  }

  private static SeedResult result(Future<SeedResult> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void json(Found found) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("seeds", found.seeds());
    json.put("from", found.from());
    json.put("steps", found.steps());
    var violations = json.putArray("violations");
    for (var result : found.failed()) {
      result
          .violation()
          .ifPresent(
              violation -> {
                var each = violations.addObject();
                each.put("seed", violation.seed());
                each.put("invariant", violation.invariant());
                each.put("what", violation.what());
                result.history().forEach(each.putArray("history")::add);
              });
    }
    json.put(
        "seconds", BigDecimal.valueOf(found.took().toNanos(), 9).setScale(3, RoundingMode.HALF_UP));
    terminal.json(json);
  }

  private void print(Found found) {
    var out = terminal.out();
    for (var result : found.failed()) {
      result
          .violation()
          .ifPresent(
              violation -> {
                var title =
                    "seed %d breaks invariant %d"
                        .formatted(violation.seed(), violation.invariant());
                out.line(out.painted(Paint.RED, title) + ": " + violation.what());
                var history = result.history();
                var hidden = Math.max(0, history.size() - HISTORY_SHOWN_MAX);
                if (hidden > 0) {
                  out.line("  (%,d lines before; --json has all)".formatted(hidden));
                }
                history.subList(hidden, history.size()).forEach(line -> out.line("  " + line));
                out.line("Repeat: millrace simulate --seeds 1 --from " + violation.seed());
                out.line();
              });
    }
    var failed =
        found.failed().isEmpty()
            ? "no violation"
            : Messages.count(found.failed().size(), "violation");
    out.line(
        "%s from %d: %s in %,d steps, %s"
            .formatted(
                Messages.count(found.seeds(), "seed"),
                found.from(),
                failed,
                found.steps(),
                Elapsed.text(found.took())));
  }
}
