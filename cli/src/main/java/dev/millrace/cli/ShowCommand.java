package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.RunText;
import dev.millrace.cli.text.TaskText;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `millrace show`: one run, or one task of it.
@Command(
    name = "show",
    description = "Shows a run: how it stands, its tasks, what went wrong, what it gave.",
    footer = {
      "",
      "Examples:",
      "  millrace show daily_orders@20261123T060000Z",
      "  millrace show quickstart.first --task remind     with its instances and its whole output",
      "  millrace show quickstart.first --json"
    })
final class ShowCommand implements Subcommand {
  private final Terminal terminal;

  @Mixin private ApiOptions api = new ApiOptions();

  @Parameters(paramLabel = "RUN", description = "The run's id, as `millrace runs` lists it.")
  private String run = "";

  @Option(names = "--task", paramLabel = "NAME", description = "Only this task, in full.")
  private Optional<String> task = Optional.empty();

  ShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    var path = "/runs/" + Api.part(run);
    return task.map(
            name ->
                api.call(
                    terminal,
                    host -> host.get(path + "/tasks/" + Api.part(name)),
                    body -> show(body, TaskText.of(body, terminal.out()))))
        .orElseGet(
            () ->
                api.call(
                    terminal,
                    host -> host.get(path + "?tasks=all"),
                    body -> show(body, RunText.of(body, terminal.out()))));
  }

  private ExitStatus show(JsonNode body, String text) {
    if (api.json()) {
      terminal.json(body);
    } else {
      terminal.out().print(text);
    }
    return ExitStatus.DONE;
  }
}
