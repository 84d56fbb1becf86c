package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Table.Cell;
import dev.millrace.cli.terminal.Table.Column;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;
import dev.millrace.core.RunStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `millrace runs`: what a host ran and runs.
@Command(
    name = "runs",
    description = "Lists the runs of a host, newest first.",
    footer = {
      "",
      "Examples:",
      "  millrace runs --dag daily_orders --status failed",
      "  millrace runs --from 2026-11-01T00:00:00Z --limit 500 --json"
    })
final class RunsCommand implements Subcommand {
  private final Terminal terminal;

  @Mixin private ApiOptions api = new ApiOptions();

  @Option(names = "--dag", paramLabel = "DAG", description = "Only runs of this DAG.")
  private Optional<String> dag = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      converter = StatusWord.class,
      description = "Only runs that stand so: queued, running, succeeded, failed, timed_out, cancelled.")
  private Optional<RunStatus> status = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      converter = InstantWord.class,
      description = "Only runs that were started then or later.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      converter = InstantWord.class,
      description = "Only runs that were started before.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most runs to list, 1 to 1000; 50 when not said.")
  private int limit = 50;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on where the page before ended, as it said.")
  private Optional<String> cursor = Optional.empty();

  RunsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    var path = new StringBuilder("/runs?limit=").append(limit);
    dag.ifPresent(name -> path.append("&dag=").append(Api.part(name)));
    status.ifPresent(word -> path.append("&status=").append(word));
    from.ifPresent(at -> path.append("&from=").append(Api.part(at.toString())));
    to.ifPresent(at -> path.append("&to=").append(Api.part(at.toString())));
    cursor.ifPresent(at -> path.append("&cursor=").append(Api.part(at)));
    return api.call(terminal, host -> host.get(path.toString()), this::show);
  }

  private ExitStatus show(JsonNode body) {
    if (api.json()) {
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
      terminal.err().line("No runs.");
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

  /// Reads a status in any case.
  static final class StatusWord implements ITypeConverter<RunStatus> {
    @Override
    public RunStatus convert(String word) {
      return Arrays.stream(RunStatus.values())
          .filter(status -> status.name().equals(word.toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no status " + word + ": use "
                          + Arrays.stream(RunStatus.values())
                              .map(status -> status.name().toLowerCase(Locale.ROOT))
                              .collect(Collectors.joining(", "))));
    }
  }

  /// Reads an instant.
  static final class InstantWord implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            text + " is no instant in UTC such as 2026-11-23T06:00:00Z");
      }
    }
  }
}
