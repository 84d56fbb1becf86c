package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Table.Cell;
import dev.millrace.cli.terminal.Table.Column;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `millrace dags`: what a host can run.
@Command(
    name = "dags",
    description = "Lists the DAGs of a host.",
    footer = {"", "Example:", "  millrace dags --json"})
final class DagsCommand implements Subcommand {
  private final Terminal terminal;

  @Mixin private ApiOptions api = new ApiOptions();

  DagsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    return api.call(terminal, host -> host.get("/dags"), this::show);
  }

  private ExitStatus show(JsonNode body) {
    if (api.json()) {
      terminal.json(body);
      return ExitStatus.DONE;
    }
    var table =
        new Table(
            Column.text("DAG"),
            Column.number("VERSION"),
            Column.number("TASKS"),
            Column.text("CHANGED"),
            Column.text("DESCRIPTION"));
    for (var dag : body.path("dags")) {
      table.row(
          Cell.plain(dag.path("dag").asText()),
          Cell.plain(dag.path("version").asText()),
          Cell.plain(dag.path("tasks").asText()),
          Cell.plain(Words.second(dag.path("createdAt"))),
          Cell.plain(dag.path("description").asText("")));
    }
    if (body.path("dags").isEmpty()) {
      terminal.err().line("No DAGs. Put some there with `millrace push FILE`.");
    } else {
      terminal.out().print(table.text(terminal.out()));
    }
    return ExitStatus.DONE;
  }
}
