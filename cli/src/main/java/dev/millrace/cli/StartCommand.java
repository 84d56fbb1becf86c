package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Answer;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.RunText;
import dev.millrace.cli.text.Words;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// `millrace start`: starts a run on a host.
final class StartCommand implements Subcommand {
  private static final Set<String> OPEN = Set.of("QUEUED", "RUNNING");
  private static final Duration FIRST_LOOK = Duration.ofMillis(100);
  private static final Duration LATER_LOOKS = Duration.ofSeconds(1);

  private final Terminal terminal;

  StartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("start", "Starts a run of a DAG that a host has.")
        .argument("DAG", Times.ONCE, "The DAG's name, as `millrace dags` lists it.")
        .option("--input", "JSON", "The run's input: JSON, or @FILE.")
        .option(
            "--name",
            "NAME",
            "Name of the run within its DAG. Without one, each start is a new run.")
        .option("--version", "N", "Version of the DAG. Otherwise the latest.")
        .flag("--wait", "Wait for the run's end and show it; status 1 unless it succeeds.")
        .with(HostCalls.OPTIONS)
        .notes(
            "Examples:",
            "  millrace start daily_orders --input '{\"day\": \"2026-11-22\"}'",
            "  millrace start daily_orders --name 2026-11-22     the same name is the same run",
            "  millrace start daily_orders --wait");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var body = JsonNodeFactory.instance.objectNode();
    arguments.text("--name").ifPresent(name -> body.put("name", name));
    var version = arguments.number("--version", 1, Integer.MAX_VALUE, 0);
    if (version > 0) {
      body.put("version", version);
    }
    arguments
        .text("--input")
        .ifPresent(text -> body.set("input", JsonArgument.value("--input", text)));
    var host = HostCalls.of(arguments, terminal);
    var path = "/dags/" + Api.part(arguments.argument("DAG")) + "/runs";
    return arguments.has("--wait")
        ? host.call(
            api -> untilEnded(api, api.post(path, body)), run -> showEnded(run, host.json()))
        : host.call(api -> api.post(path, body), run -> showStarted(run, host.json()));
  }

  private Answer untilEnded(Api api, Answer started) throws InterruptedException {
    if (!(started instanceof Answer.Done(_, var first))) {
      return started;
    }
    var run = first.path("run").asText();
    terminal.err().line("Started " + Printable.line(run));
    var pause = FIRST_LOOK;
    while (true) {
      var answer = api.get("/runs/" + Api.part(run) + "?tasks=all");
      if (!(answer instanceof Answer.Done(_, var body))
          || !OPEN.contains(body.path("status").asText())) {
        return answer;
      }
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      var longer = pause.multipliedBy(2);
      pause = longer.compareTo(LATER_LOOKS) < 0 ? longer : LATER_LOOKS;
    }
  }

  private ExitStatus showEnded(JsonNode run, boolean json) {
    if (json) {
      terminal.json(run);
    } else {
      terminal.out().print(RunText.of(run, terminal.out()));
    }
    return run.path("status").asText().equals("SUCCEEDED") ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private ExitStatus showStarted(JsonNode run, boolean json) {
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
