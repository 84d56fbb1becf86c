package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;

/// `millrace cancel`: stops a run.
final class CancelCommand implements Subcommand {
  private final Terminal terminal;

  CancelCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("cancel", "Cancels a run: nothing but cleanup tasks starts any more.")
        .argument("RUN", Times.ONCE, "The run's id, as `millrace runs` lists it.")
        .with(HostCalls.OPTIONS)
        .notes("Example:", "  millrace cancel daily_orders@20261123T060000Z");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var host = HostCalls.of(arguments, terminal);
    var path = "/runs/" + Api.part(arguments.argument("RUN")) + "/cancel";
    return host.call(
        api -> api.post(path, JsonNodeFactory.instance.objectNode()),
        body -> show(body, host.json()));
  }

  private ExitStatus show(JsonNode run, boolean json) {
    if (json) {
      terminal.json(run);
      return ExitStatus.DONE;
    }
    var status = run.path("status").asText();
    // What is at work may still end; then the run is CANCELLED.
    var shown = status.equals("RUNNING") ? "stops" : Words.status(status, terminal.out());
    terminal.out().line(Printable.line(run.path("run").asText()) + "  " + shown);
    return ExitStatus.DONE;
  }
}
