package dev.millrace.cli;

import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.cli.terminal.Elapsed;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.testkit.sim.CoverageVerdict;
import dev.millrace.testkit.sim.Options;
import dev.millrace.testkit.sim.RunWorlds;
import dev.millrace.testkit.sim.SeedResult;
import dev.millrace.testkit.sim.SimulationReport;
import dev.millrace.testkit.sim.Simulator;
import dev.millrace.testkit.sim.WorldKind;
import dev.millrace.testkit.sim.ticks.TickWorlds;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// `millrace simulate`: the engine in made-up worlds full of faults, against its invariants.
final class SimulateCommand implements Subcommand {
  private static final List<WorldKind> KINDS =
      List.of(new RunWorlds(Options.STANDARD), TickWorlds.SCHEDULES, TickWorlds.BACKFILLS);

  private static final int SEEDS = 200;
  private static final int SEEDS_MAX = 100_000_000;

  /// Lines of a history that people are shown; `--json` has all.
  private static final int HISTORY_SHOWN_MAX = 40;

  /// With more missing than this too few seeds were simulated to name them.
  private static final int MISSING_SHOWN_MAX = 20;

  private static final Duration TOLD_EVERY = Duration.ofSeconds(5);

  private final Terminal terminal;

  SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("simulate", "Runs the engine in made-up worlds of faults, one for each seed.")
        .option("--world", "KIND", "runs (default), schedules or backfills.")
        .option("--seeds", "N", "How many seeds. Otherwise 200.")
        .option("--from", "SEED", "The first seed; the others follow it. Otherwise 0.")
        .flag("--json", "Print JSON.")
        .notes(
            "Examples:",
            "  millrace simulate --seeds 10000",
            "  millrace simulate --world schedules --seeds 2000",
            "  millrace simulate --seeds 1 --from 48213     the same world again, whatever it did");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var kind = kind(arguments.text("--world").orElse("runs"));
    var seeds = arguments.number("--seeds", 1, SEEDS_MAX, SEEDS);
    var from = arguments.number("--from", 0, Long.MAX_VALUE - SEEDS_MAX, 0L);
    Logging.off();
    try {
      var report = Simulator.run(from, seeds, kind, new Progress(seeds), System::nanoTime);
      if (arguments.has("--json")) {
        terminal.json(report.toJson());
      } else {
        print(report, kind);
      }
      return report.isClean() ? ExitStatus.DONE : ExitStatus.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Messages.failed(terminal, "interrupted");
    }
  }

  private static WorldKind kind(String word) {
    return KINDS.stream()
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new WrongUseException(
                    "--world is runs, schedules or backfills, not %s.".formatted(word)));
  }

  /// Tells now and then how far it is.
  private final class Progress implements Consumer<SeedResult> {
    private final int seeds;
    private int done;
    private long told = System.nanoTime();

    Progress(int seeds) {
      this.seeds = seeds;
    }

    @Override
    public void accept(SeedResult result) {
      done++;
      var now = System.nanoTime();
      if (now - told >= TOLD_EVERY.toNanos()) {
        told = now;
        terminal.err().line("%,d of %,d seeds".formatted(done, seeds));
      }
    }
  }

  private void print(SimulationReport report, WorldKind kind) {
    report.found().forEach(this::print);
    var failed =
        report.isClean() ? "no violation" : Messages.count(report.found().size(), "violation");
    terminal
        .out()
        .line(
            "%s from %d: %s in %,d steps, %s"
                .formatted(
                    Messages.count(Math.toIntExact(report.seeds()), "seed"),
                    report.from(),
                    failed,
                    report.steps(),
                    Elapsed.text(Duration.ofMillis(Math.round(report.seconds() * 1000)))));
    if (kind instanceof RunWorlds) {
      print(CoverageVerdict.of(report.coverage()));
    }
  }

  private void print(SimulationReport.Found found) {
    var out = terminal.out();
    var violation = found.violation();
    var title = "seed %d breaks invariant %d".formatted(violation.seed(), violation.invariant());
    out.line(out.painted(Paint.RED, title) + ": " + violation.what());
    var history = found.history();
    var hidden = Math.max(0, history.size() - HISTORY_SHOWN_MAX);
    if (hidden > 0) {
      out.line("  (%,d lines before; --json has all)".formatted(hidden));
    }
    history.subList(hidden, history.size()).forEach(line -> out.line("  " + line));
    out.line("Repeat: " + found.command());
    out.line();
  }

  /// How much of what can occur has occurred; a few seeds never show all.
  private void print(CoverageVerdict verdict) {
    var out = terminal.out();
    out.line(
        "%d of %d cells covered, %d waived, %d missing"
            .formatted(
                verdict.seen(), verdict.cells(), verdict.waived(), verdict.missing().size()));
    if (verdict.missing().size() <= MISSING_SHOWN_MAX) {
      verdict.missing().forEach(cell -> out.line("  missing: " + cell));
    }
    verdict.untrue().forEach(waiver -> out.line("  " + waiver));
  }
}
