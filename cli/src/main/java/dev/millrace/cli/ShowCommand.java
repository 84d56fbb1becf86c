package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.RunText;
import dev.millrace.cli.text.TaskText;
import java.util.Optional;

/// `millrace show`: one run, or one task of it.
final class ShowCommand implements Subcommand {
  private final Terminal terminal;

  ShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "show", "Shows a run: how it stands, its tasks, what went wrong, what it gave.")
        .argument("RUN", Times.ONCE, "The run's id, as `millrace runs` lists it.")
        .option("--task", "NAME", "Only this task, in full.")
        .option("--data", "DIR", "Look into this data folder instead of asking a host.")
        .with(HostCalls.OPTIONS)
        .notes(
            "Examples:",
            "  millrace show daily_orders@20261123T060000Z",
            "  millrace show quickstart.first --task remind     its instances and its whole output",
            "  millrace show quickstart.first --json");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var run = arguments.argument("RUN");
    var task = arguments.text("--task");
    var host = HostCalls.of(arguments, terminal);
    return HostCalls.data(arguments)
        .map(
            data ->
                StoredRuns.show(terminal, data, run, task, body -> show(body, task, host.json())))
        .orElseGet(
            () ->
                host.call(api -> api.get(path(run, task)), body -> show(body, task, host.json())));
  }

  private static String path(String run, Optional<String> task) {
    var path = "/runs/" + Api.part(run);
    return task.map(name -> path + "/tasks/" + Api.part(name)).orElse(path + "?tasks=all");
  }

  private ExitStatus show(JsonNode body, Optional<String> task, boolean json) {
    if (json) {
      terminal.json(body);
    } else {
      var out = terminal.out();
      out.print(task.isPresent() ? TaskText.of(body, out) : RunText.of(body, out));
    }
    return ExitStatus.DONE;
  }
}
