package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Table.Cell;
import dev.millrace.cli.terminal.Table.Column;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;
import dev.millrace.core.DagName;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.store.RunQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// `millrace runs`: what a host ran and runs.
final class RunsCommand implements Subcommand {
  private static final int LISTED = 50;
  private static final String INSTANT = "an instant in UTC such as 2026-11-23T06:00:00Z";
  private static final String STATUSES =
      "queued, running, succeeded, failed, timed_out or cancelled";

  private final Terminal terminal;

  RunsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("runs", "Lists the runs of a host, newest first.")
        .option("--dag", "DAG", "Only runs of this DAG.")
        .option("--status", "STATUS", "Only runs that are " + STATUSES + ".")
        .option("--from", "INSTANT", "Only runs that were started then or later.")
        .option("--to", "INSTANT", "Only runs that were started before.")
        .option("--limit", "N", "Most runs to list, up to 1,000. Otherwise 50.")
        .option("--cursor", "CURSOR", "Go on where the page before ended, as it said.")
        .option("--data", "DIR", "Look into this data folder instead of asking a host.")
        .with(HostCalls.OPTIONS)
        .notes(
            "Examples:",
            "  millrace runs --dag daily_orders --status failed",
            "  millrace runs --from 2026-11-01T00:00:00Z --limit 500 --json");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var query =
        new RunQuery(
            arguments.read("--dag", RunsCommand::dag, "the name of a DAG"),
            arguments.read("--status", RunsCommand::status, STATUSES),
            arguments.read("--from", RunsCommand::instant, INSTANT),
            arguments.read("--to", RunsCommand::instant, INSTANT),
            arguments.number("--limit", 1, RunQuery.LIMIT_MAX, LISTED),
            arguments.text("--cursor"));
    var host = HostCalls.of(arguments, terminal);
    return HostCalls.data(arguments)
        .map(data -> StoredRuns.list(terminal, data, query, body -> show(body, host)))
        .orElseGet(() -> host.call(api -> api.get(path(query)), body -> show(body, host)));
  }

  private static String path(RunQuery query) {
    var path = new StringBuilder("/runs?limit=").append(query.limit());
    query.dag().ifPresent(dag -> path.append("&dag=").append(Api.part(dag.text())));
    query.status().ifPresent(status -> path.append("&status=").append(status));
    query.from().ifPresent(at -> path.append("&from=").append(Api.part(at.toString())));
    query.to().ifPresent(at -> path.append("&to=").append(Api.part(at.toString())));
    query.cursor().ifPresent(cursor -> path.append("&cursor=").append(Api.part(cursor)));
    return path.toString();
  }

  private ExitStatus show(JsonNode body, HostCalls host) {
    if (host.json()) {
      terminal.json(body);
      return ExitStatus.DONE;
    }
    var table =
        new Table(
            Column.text("RUN"),
            Column.text("STATUS"),
            Column.text("STARTED (UTC)"),
            Column.number("TIME"),
            Column.text("ERROR"));
    for (var run : body.path("runs")) {
      table.row(
          Cell.plain(run.path("run").asText()),
          Words.statusCell(run.path("status").asText()),
          Cell.plain(Words.second(run.path("startedAt"))),
          Cell.plain(Words.elapsed(run)),
          Cell.plain(error(run.path("error"))));
    }
    if (body.path("runs").isEmpty()) {
      terminal.err().line("There are no such runs.");
    } else {
      terminal.out().print(table.text(terminal.out()));
    }
    if (body.path("cursor").isTextual()) {
      terminal.err().line("There are more: --cursor " + body.path("cursor").asText());
    }
    return ExitStatus.DONE;
  }

  /// In a list the name and the task say enough.
  private static String error(JsonNode error) {
    if (!error.isObject()) {
      return "";
    }
    var task = error.path("task").asText("");
    return error.path("name").asText() + (task.isEmpty() ? "" : " in " + task);
  }

  private static Optional<DagName> dag(String text) {
    return DagName.isValid(text) ? Optional.of(new DagName(text)) : Optional.empty();
  }

  /// Upper and lower case will do.
  private static Optional<RunStatus> status(String text) {
    var word = text.toUpperCase(Locale.ROOT);
    return Arrays.stream(RunStatus.values()).filter(each -> each.name().equals(word)).findFirst();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty(); // the caller says what an instant looks like
    }
  }
}
