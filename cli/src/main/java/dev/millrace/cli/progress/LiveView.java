package dev.millrace.cli.progress;

import dev.millrace.cli.terminal.Elapsed;
import dev.millrace.cli.terminal.Output;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.TerminalSize;
import dev.millrace.cli.text.Words;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.core.plan.Plan;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Lines at the lower end of a terminal, drawn over each time: how the run stands, and a line for
/// each task while all of them fit, else for those at work and those that failed.
public final class LiveView implements Progress {
  /// A run that ends sooner is only shown by its summary.
  private static final Duration QUIET = Duration.ofMillis(300);

  /// Most lines about tasks, however high the terminal is.
  static final int LINES_MAX = 24;

  /// Between two looks at the size of the terminal.
  private static final Duration SIZE_EVERY = Duration.ofSeconds(2);

  /// Longest name that others are aligned with.
  private static final int NAME_WIDTH_MAX = 40;

  private static final int STATUS_WIDTH = 15;

  // Lines are cut at the terminal's edge instead of wrapped: a wrapped one would count as two.
  private static final String BEGIN = "\033[?25l\033[?7l";
  private static final String END = "\033[?7h\033[?25h";
  private static final String TO_LINE_END = "\033[K";
  private static final String TO_SCREEN_END = "\033[J";

  private final Output output;
  private final Standings standings;
  private final Errors errors;
  private final Map<Integer, String> known = new HashMap<>();
  private Duration sizeAt = Duration.ZERO;
  private int rows = TerminalSize.ROWS_LEAST;
  private int drawn;

  /// @param plan of the run
  public LiveView(Output output, Plan plan, Errors errors) {
    this.output = output;
    this.standings = new Standings(plan);
    this.errors = errors;
  }

  @Override
  public synchronized void show(RunRecord record, Duration elapsed) {
    standings.take(record, elapsed);
    if (elapsed.compareTo(QUIET) < 0 || record.state().status().hasEnded()) {
      return;
    }
    if (elapsed.compareTo(sizeAt) >= 0) {
      sizeAt = elapsed.plus(SIZE_EVERY);
      rows = TerminalSize.rows();
    }
    draw(record, elapsed);
  }

  private void draw(RunRecord record, Duration elapsed) {
    var text = new StringBuilder(drawn == 0 ? BEGIN : up(drawn));
    var place = Math.min(LINES_MAX, rows - 3);
    var tasks = chosen(place);
    append(
        text,
        "%s  %s  %s  %s"
            .formatted(
                output.painted(Paint.BOLD, record.run().text()),
                Words.status(record.state().status().name(), output),
                Elapsed.text(elapsed),
                standings.counts()));
    var width =
        tasks.stream()
            .limit(place)
            .mapToInt(task -> Math.min(standings.name(task).length(), NAME_WIDTH_MAX))
            .max()
            .orElse(0);
    tasks.stream().limit(place).forEach(task -> append(text, line(record, task, width, elapsed)));
    var hidden = tasks.size() - place;
    if (hidden > 0) {
      append(text, "  and %,d more at work or failed".formatted(hidden));
    }
    drawn = 1 + Math.min(tasks.size(), place) + (hidden > 0 ? 1 : 0);
    output.print(text.append(TO_SCREEN_END).toString());
  }

  private static void append(StringBuilder text, String line) {
    text.append(line).append(TO_LINE_END).append('\n');
  }

  /// All tasks when they fit, else those to look at, the failed first.
  private List<Integer> chosen(int place) {
    var all = IntStream.range(0, standings.size()).boxed();
    if (standings.size() <= place) {
      return all.toList();
    }
    return all.filter(task -> rank(standings.state(task)) < 2)
        .sorted((some, other) -> rank(standings.state(some)) - rank(standings.state(other)))
        .toList();
  }

  private static int rank(TaskState state) {
    return switch (state) {
      case FAILED -> 0;
      case DISPATCHED, RETRYING, PARKED -> 1;
      case WAITING, EVALUATING, READY, SUCCEEDED, SKIPPED, UPSTREAM_FAILED, CANCELLED -> 2;
    };
  }

  private String line(RunRecord record, int task, int width, Duration elapsed) {
    var word = standings.word(task);
    var time =
        switch (standings.state(task)) {
          case WAITING, EVALUATING, READY, SKIPPED, UPSTREAM_FAILED -> "";
          case DISPATCHED, RETRYING, PARKED, SUCCEEDED, FAILED, CANCELLED ->
              Elapsed.text(standings.elapsed(task, elapsed));
        };
    var blanks = " ".repeat(Math.max(0, width - standings.name(task).length()));
    var padding = " ".repeat(Math.max(0, STATUS_WIDTH - word.length()));
    return "  %s%s  %s%s %10s  %s"
        .formatted(
            standings.name(task),
            blanks,
            Words.status(word, output),
            padding,
            time,
            note(record, task))
        .stripTrailing();
  }

  private String note(RunRecord record, int task) {
    return switch (standings.state(task)) {
      case FAILED ->
          known.computeIfAbsent(
              task, _ -> Printable.line(errors.of(new TaskName(standings.name(task))).orElse("")));
      case WAITING,
          EVALUATING,
          READY,
          DISPATCHED,
          RETRYING,
          PARKED,
          SUCCEEDED,
          SKIPPED,
          UPSTREAM_FAILED,
          CANCELLED ->
          standings.detail(record.state(), task);
    };
  }

  @Override
  public synchronized void say(String line) {
    close();
    output.line(line);
  }

  @Override
  public synchronized void close() {
    if (drawn > 0) {
      output.print(up(drawn) + TO_SCREEN_END + END);
      drawn = 0;
    }
  }

  private static String up(int lines) {
    return "\033[" + lines + "A\r";
  }
}
