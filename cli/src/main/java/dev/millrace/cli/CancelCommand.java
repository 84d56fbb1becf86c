package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `millrace cancel`: stops a run.
@Command(
    name = "cancel",
    description = "Cancels a run: nothing but cleanup tasks starts any more.",
    footer = {"", "Example:", "  millrace cancel daily_orders@20261123T060000Z"})
final class CancelCommand implements Subcommand {
  private final Terminal terminal;

  @Mixin private ApiOptions api = new ApiOptions();

  @Parameters(paramLabel = "RUN", description = "The run's id, as `millrace runs` lists it.")
  private String run = "";

  CancelCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    return api.call(
        terminal,
        host ->
            host.post("/runs/" + Api.part(run) + "/cancel", JsonNodeFactory.instance.objectNode()),
        this::show);
  }

  private ExitStatus show(JsonNode body) {
    if (api.json()) {
      terminal.json(body);
      return ExitStatus.DONE;
    }
    var status = body.path("status").asText();
    terminal
        .out()
        .line(
            Printable.line(body.path("run").asText())
                + "  "
                + (status.equals("RUNNING") ? "stops" : Words.status(status, terminal.out())));
    return ExitStatus.DONE;
  }
}
