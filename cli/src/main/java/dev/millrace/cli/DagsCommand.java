package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Table.Cell;
import dev.millrace.cli.terminal.Table.Column;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;

/// `millrace dags`: what a host can run.
final class DagsCommand implements Subcommand {
  private final Terminal terminal;

  DagsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("dags", "Lists the DAGs of a host.")
        .with(HostCalls.OPTIONS)
        .notes("Example:", "  millrace dags --json");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var host = HostCalls.of(arguments, terminal);
    return host.call(api -> api.get("/dags"), body -> show(body, host.json()));
  }

  private ExitStatus show(JsonNode body, boolean json) {
    if (json) {
      terminal.json(body);
      return ExitStatus.DONE;
    }
    var table =
        new Table(
            Column.text("DAG"),
            Column.number("VERSION"),
            Column.number("TASKS"),
            Column.text("CHANGED (UTC)"),
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
      terminal.err().line("There are no DAGs. Put some there with `millrace push FILE`.");
    } else {
      terminal.out().print(table.text(terminal.out()));
    }
    return ExitStatus.DONE;
  }
}
