package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;
import java.util.Optional;

/// `millrace retry`: opens a run again that has ended.
final class RetryCommand implements Subcommand {
  private static final String FAILED = "failed";

  private final Terminal terminal;

  RetryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "retry", "Goes on with a run that has ended: from what failed, or from tasks by name.")
        .argument("RUN", Times.ONCE, "The run's id, as `millrace runs` lists it.")
        .option(
            "--from",
            "TASKS",
            "failed (default), or names of tasks with commas: they and what comes after them run"
                + " again.")
        .option("--input", "JSON", "Another input for the run: JSON, or @FILE.")
        .option("--version", "WORD", "same (default) or latest version of the DAG.")
        .with(HostCalls.OPTIONS)
        .notes(
            "Examples:",
            "  millrace retry daily_orders@20261123T060000Z",
            "  millrace retry quickstart.first --from total,remind",
            "  millrace retry quickstart.first --version latest     when the DAG was mended");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var body = JsonNodeFactory.instance.objectNode();
    from(arguments.text("--from").orElse(FAILED), body);
    arguments
        .read(
            "--version",
            word -> Optional.of(word).filter(w -> w.equals("same") || w.equals("latest")),
            "same or latest")
        .ifPresent(version -> body.put("version", version));
    arguments
        .text("--input")
        .ifPresent(text -> body.set("input", JsonArgument.value("--input", text)));
    var host = HostCalls.of(arguments, terminal);
    var path = "/runs/" + Api.part(arguments.argument("RUN")) + "/retry";
    return host.call(api -> api.post(path, body), run -> show(run, host.json()));
  }

  private static void from(String text, ObjectNode body) {
    if (text.equals(FAILED)) {
      body.put("from", FAILED);
      return;
    }
    var tasks = body.putArray("from");
    for (var task : text.split(",", -1)) {
      tasks.add(task.strip());
    }
  }

  private ExitStatus show(JsonNode run, boolean json) {
    if (json) {
      terminal.json(run);
      return ExitStatus.DONE;
    }
    var id = Printable.line(run.path("run").asText());
    terminal.out().line(id + "  " + Words.status(run.path("status").asText(), terminal.out()));
    terminal.err().line("Look at it with `millrace show " + id + "`.");
    return ExitStatus.DONE;
  }
}
