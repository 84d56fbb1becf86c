package dev.millrace.cli;

import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.cli.schedule.ComingTicks;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.core.cron.Gap;
import dev.millrace.core.cron.Mistake;
import dev.millrace.core.cron.Repeat;
import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Timing;
import dev.millrace.definition.expression.Nearest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `millrace cron next`: what an expression means, and when it is due.
final class CronCommand implements Subcommand {
  private static final String NEXT = "next";
  private static final int COUNT = 10;
  private static final int COUNT_MAX = 10_000;
  private static final ZoneId ZONE = ZoneId.of("UTC");

  private final Terminal terminal;

  CronCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("cron", "Shows when a schedule's expression is due, and what it means.")
        .argument(NEXT, Times.ONCE, "The coming ticks.")
        .argument(
            "EXPR",
            Times.ONCE,
            "In quotes: five fields of cron, six of AWS, @daily, rate(5 minutes) or"
                + " at(2026-12-01T09:00:00).")
        .option("--zone", "ZONE", "Whose clocks count, such as Europe/Madrid. Otherwise UTC.")
        .option("--from", "INSTANT", "Ticks later than this. Otherwise later than now.")
        .option("--count", "N", "How many ticks. Otherwise 10.")
        .option(
            "--gap", "GAP", "What becomes of times that clocks leave out: skip (default) or shift.")
        .option(
            "--repeat", "REPEAT", "What becomes of times that come twice: first (default) or both.")
        .flag("--json", "Print JSON.")
        .notes(
            "Warns of ticks that a change of clocks skips, shifts or doubles within a year.",
            "",
            "Examples:",
            "  millrace cron next '0 6 * * MON-FRI' --zone Europe/Madrid",
            "  millrace cron next '0 2 L * ? *' --count 3 --json",
            "  millrace cron next 'rate(90 minutes)' --from 2026-11-23T06:00:00Z");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    if (!arguments.argument(NEXT).equals(NEXT)) {
      throw new WrongUseException(
          "there is no cron %s. Write cron next.".formatted(arguments.argument(NEXT)));
    }
    var timing =
        new Timing(
            arguments.text("--zone").map(CronCommand::zone).orElse(ZONE),
            arguments.read("--gap", CronCommand::gap, "skip or shift").orElse(Gap.SKIP),
            arguments.read("--repeat", CronCommand::repeat, "first or both").orElse(Repeat.FIRST),
            Optional.empty(),
            Optional.empty());
    var from =
        arguments
            .read("--from", CronCommand::instant, "an instant in UTC such as 2026-11-23T06:00:00Z")
            .orElseGet(Instant::now);
    var count = arguments.number("--count", 1, COUNT_MAX, COUNT);
    return switch (ScheduleExpression.parse(arguments.argument("EXPR"))) {
      case ScheduleExpression.Parsed.Wrong(var mistakes) -> wrong(mistakes);
      case ScheduleExpression.Parsed.Right(var expression) -> {
        var coming =
            ComingTicks.of(arguments.argument("EXPR").strip(), expression, timing, from, count);
        if (arguments.has("--json")) {
          terminal.json(coming.json());
        } else {
          coming.print(terminal);
        }
        yield ExitStatus.DONE;
      }
    };
  }

  private ExitStatus wrong(List<Mistake> mistakes) {
    mistakes.forEach(
        mistake -> Messages.wrongUse(terminal, mistake.what() + "\n          " + mistake.mend()));
    return ExitStatus.WRONG_USE;
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new WrongUseException(
          "--zone must be a time zone such as Europe/Madrid or UTC, not %s.%s"
              .formatted(
                  text,
                  Nearest.of(text, ZoneId.getAvailableZoneIds())
                      .map(" Did you mean %s?"::formatted)
                      .orElse("")));
    }
  }

  private static Optional<Gap> gap(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "skip" -> Optional.of(Gap.SKIP);
      case "shift" -> Optional.of(Gap.SHIFT);
      default -> Optional.empty();
    };
  }

  private static Optional<Repeat> repeat(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "first" -> Optional.of(Repeat.FIRST);
      case "both" -> Optional.of(Repeat.BOTH);
      default -> Optional.empty();
    };
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty(); // the caller says what an instant looks like
    }
  }
}
