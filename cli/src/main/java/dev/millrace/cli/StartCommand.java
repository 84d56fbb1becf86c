package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Answer;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.RunText;
import dev.millrace.cli.text.Words;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `millrace start`: starts a run on a host.
@Command(
    name = "start",
    description = "Starts a run of a DAG that a host has.",
    footer = {
      "",
      "Examples:",
      "  millrace start daily_orders --input '{\"day\": \"2026-11-22\"}'",
      "  millrace start daily_orders --name 2026-11-22     the same name again is the same run",
      "  millrace start daily_orders --wait                ends with status 1 unless it succeeds"
    })
final class StartCommand implements Subcommand {
  private static final Set<String> OPEN = Set.of("QUEUED", "RUNNING");
  private static final Duration FIRST_LOOK = Duration.ofMillis(100);
  private static final Duration LATER_LOOKS = Duration.ofSeconds(1);

  private final Terminal terminal;

  @Mixin private ApiOptions api = new ApiOptions();

  @Parameters(paramLabel = "DAG", description = "The DAG's name, as `millrace dags` lists it.")
  private String dag = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the run within its DAG. Without one, each start is a new run.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--input", paramLabel = "JSON", description = "The run's input: JSON, or @FILE.")
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "Version of the DAG; the latest when not said.")
  private Optional<Integer> version = Optional.empty();

  @Option(names = "--wait", description = "Wait for the run's end and show it.")
  private boolean wait;

  StartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    var body = JsonNodeFactory.instance.objectNode();
    name.ifPresent(text -> body.put("name", text));
    version.ifPresent(number -> body.put("version", number));
    if (input.isPresent()) {
      switch (JsonArgument.of("--input", input.get())) {
        case JsonArgument.Wrong(var message) -> {
          return Messages.wrongUse(terminal, message);
        }
        case JsonArgument.Value(_, _, var value) -> body.set("input", value);
      }
    }
    return api.call(
        terminal,
        host -> {
          var started = host.post("/dags/" + Api.part(dag) + "/runs", body);
          return wait && started instanceof Answer.Done(var run) ? ended(host, run) : started;
        },
        wait ? this::showEnded : this::showStarted);
  }

  private Answer ended(Api host, JsonNode started) throws InterruptedException {
    var run = started.path("run").asText();
    terminal.err().line("Started " + Printable.line(run));
    var pause = FIRST_LOOK;
    while (true) {
      var answer = host.get("/runs/" + Api.part(run) + "?tasks=all");
      if (!(answer instanceof Answer.Done(var body))
          || !OPEN.contains(body.path("status").asText())) {
        return answer;
      }
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      pause = pause.multipliedBy(2).compareTo(LATER_LOOKS) < 0 ? pause.multipliedBy(2) : LATER_LOOKS;
    }
  }

  private ExitStatus showEnded(JsonNode run) {
    if (api.json()) {
      terminal.json(run);
    } else {
      terminal.out().print(RunText.of(run, terminal.out()));
    }
    return run.path("status").asText().equals("SUCCEEDED") ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private ExitStatus showStarted(JsonNode run) {
    if (api.json()) {
      terminal.json(run);
      return ExitStatus.DONE;
    }
    var id = Printable.line(run.path("run").asText());
    terminal.out().line(id + "  " + Words.status(run.path("status").asText(), terminal.out()));
    terminal.err().line("Look at it with `millrace show " + id + "`.");
    return ExitStatus.DONE;
  }
}
