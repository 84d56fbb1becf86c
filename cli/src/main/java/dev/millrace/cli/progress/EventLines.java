package dev.millrace.cli.progress;

import dev.millrace.cli.terminal.Elapsed;
import dev.millrace.cli.terminal.Output;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.text.Words;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Plan;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;

/// A line for each thing that happens, for files and programs. Of a large run only what needs
/// looking at gets a line, and now and then how many tasks stand where.
public final class EventLines implements Progress {
  /// Runs with more tasks are large.
  static final int TASKS_ALL_MAX = 100;

  /// Lines about single tasks of a large run, at most.
  static final int LINES_MAX = 200;

  /// Between two lines of counts.
  private static final Duration COUNTS_EVERY = Duration.ofSeconds(2);

  private final Output output;
  private final Standings standings;
  private final Errors errors;
  private Duration countsAt = COUNTS_EVERY;
  private int lines;

  /// @param plan of the run
  public EventLines(Output output, Plan plan, Errors errors) {
    this.output = output;
    this.standings = new Standings(plan);
    this.errors = errors;
  }

  @Override
  public void show(RunRecord record, Duration elapsed) {
    for (var task : standings.take(record, elapsed)) {
      if (standings.size() <= TASKS_ALL_MAX || (needsLook(task) && lines++ < LINES_MAX)) {
        event(record, task, elapsed);
      }
    }
    if (standings.size() > TASKS_ALL_MAX && elapsed.compareTo(countsAt) >= 0) {
      countsAt = elapsed.plus(COUNTS_EVERY);
      line(elapsed, standings.counts());
    }
  }

  private void event(RunRecord record, int task, Duration elapsed) {
    var text = new StringBuilder(standings.name(task)).append("  ");
    text.append(Words.status(standings.word(task), output));
    var detail = standings.detail(record.state(), task);
    text.append(detail.isEmpty() ? "" : "  " + detail);
    switch (standings.state(task)) {
      case FAILED, RETRYING ->
          errors
              .of(new TaskName(standings.name(task)))
              .ifPresent(error -> text.append("  ").append(Printable.line(error)));
      case SUCCEEDED, CANCELLED ->
          text.append("  ").append(Elapsed.text(standings.elapsed(task, elapsed)));
      case WAITING, EVALUATING, READY, DISPATCHED, PARKED, SKIPPED, UPSTREAM_FAILED -> {}
    }
    line(elapsed, text.toString());
  }

  private boolean needsLook(int task) {
    return switch (standings.state(task)) {
      case FAILED, RETRYING, PARKED -> true;
      case WAITING, EVALUATING, READY, DISPATCHED, SUCCEEDED, SKIPPED, UPSTREAM_FAILED, CANCELLED ->
          false;
    };
  }

  private void line(Duration elapsed, String text) {
    output.line("%10s  %s".formatted(Elapsed.text(elapsed), text));
  }

  @Override
  public void say(String line) {
    output.line(line);
  }

  @Override
  public void close() {
    // Every line stays.
  }
}
