package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.document.Dags;
import dev.millrace.cli.document.FileText;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.embedded.EmbeddedRun;
import dev.millrace.cli.embedded.Interrupts;
import dev.millrace.cli.embedded.Prepared;
import dev.millrace.cli.embedded.Request;
import dev.millrace.cli.embedded.TemporaryFolder;
import dev.millrace.cli.progress.EventLines;
import dev.millrace.cli.progress.LiveView;
import dev.millrace.cli.progress.Progress;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.RunText;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Durations;
import dev.millrace.definition.Problem;
import dev.millrace.engine.ReadRun;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `millrace run`: one run of one DAG in this process, to its end.
@Command(
    name = "run",
    description = "Runs one DAG to its end on the embedded engine and prints the run.",
    footer = {
      "",
      "Examples:",
      "  millrace run examples/quickstart.yaml",
      "  millrace run orders.yaml --input '{\"day\": \"2026-11-22\"}'",
      "  millrace run orders.yaml --input @yesterday.json --json > run.json",
      "  millrace run orders.yaml --set charge='[{\"ok\": true}]'    charge gives this and does nothing",
      "",
      "Ctrl-C cancels the run; a second Ctrl-C leaves at once."
    })
final class RunCommand implements Subcommand {
  private static final int LEFT_BY_CTRL_C = 130;

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "A DAG document, or - for standard input.")
  private String file = "";

  @Option(names = "--input", paramLabel = "JSON", description = "The run's input: JSON, or @FILE.")
  private Optional<String> input = Optional.empty();

  @Option(names = "--json", description = "Print the run as JSON.")
  private boolean json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the run in this folder; it is made when missing. Otherwise it is gone.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationWord.class,
      description = "End the run as TIMED_OUT after this: 30s, 5m, 2h. Instead of the DAG's timeout.")
  private Optional<String> timeout = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "TASK=JSON",
      description = "Let a task give this output (JSON, or @FILE) instead of acting. Repeatable.")
  private Map<String, String> outputs = new LinkedHashMap<>();

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    var set = new LinkedHashMap<TaskName, JsonNode>();
    for (var output : outputs.entrySet()) {
      if (!TaskName.isValid(output.getKey())) {
        return Messages.wrongUse(terminal, "--set: " + output.getKey() + " cannot name a task.");
      }
      switch (JsonArgument.of("--set " + output.getKey(), output.getValue())) {
        case JsonArgument.Wrong(var message) -> {
          return Messages.wrongUse(terminal, message);
        }
        case JsonArgument.Value(_, _, var value) ->
            set.put(new TaskName(output.getKey()), value);
      }
    }
    if (input.isEmpty()) {
      return read(new Request(Optional.empty(), timeout, set));
    }
    return switch (JsonArgument.of("--input", input.get())) {
      case JsonArgument.Wrong(var message) -> Messages.wrongUse(terminal, message);
      case JsonArgument.Value(var name, var text, _) ->
          read(new Request(Optional.of(new Request.Text(name, text)), timeout, set));
    };
  }

  private ExitStatus read(Request request) {
    return switch (FileText.read(file)) {
      case FileText.Unreadable(var message) -> Messages.wrongUse(terminal, message);
      case FileText.Read(var name, var bytes) ->
          switch (Prepared.of(Dags.reader(), name, bytes, request)) {
            case Prepared.Impossible(var message) -> Messages.wrongUse(terminal, message);
            case Prepared.Wrong(var problems) -> wrong(problems);
            case Prepared.Ready ready -> run(ready);
          };
    };
  }

  private ExitStatus wrong(List<Problem> problems) {
    if (json) {
      terminal.json(ProblemText.json(problems));
    } else {
      terminal.err().print(ProblemText.text(problems, terminal.err()));
    }
    return ExitStatus.FAILED;
  }

  private ExitStatus run(Prepared.Ready ready) {
    if (data.isPresent()) {
      return run(ready, data.get());
    }
    try (var folder = TemporaryFolder.make()) {
      return run(ready, folder.path());
    }
  }

  private ExitStatus run(Prepared.Ready ready, Path folder) {
    var options = HostOptions.in(folder);
    // Without callbacks nobody needs to reach this host, and no port is opened.
    var reachable =
        ready.awaitsCallbacks() ? options.withApi(HostOptions.ADDRESS, 0) : options;
    return switch (LocalHost.open(reachable, Dags.kinds())) {
      case LocalHost.Opening.Refused(var message) -> Messages.failed(terminal, message);
      case LocalHost.Opening.Open(var host) -> {
        try (host) {
          yield run(ready.definition(), host, EmbeddedRun.start(host, ready));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          yield Messages.failed(terminal, "interrupted");
        }
      }
    };
  }

  private ExitStatus run(Definition definition, LocalHost host, EmbeddedRun run)
      throws InterruptedException {
    try (var progress = progress(definition, run)) {
      Interrupts.handle(
          () -> {
            progress.say("Cancelling. Ctrl-C again leaves at once.");
            run.cancel();
          },
          () -> {
            progress.close();
            System.exit(LEFT_BY_CTRL_C);
          });
      var _ = run.follow(progress);
    }
    var shown =
        host.engine()
            .readRun()
            .show(run.id(), ReadRun.Tasks.ALL)
            .orElseThrow(() -> new IllegalStateException("run " + run.id() + " is gone"));
    if (json) {
      terminal.json(shown);
    } else {
      terminal.out().print(RunText.of(shown, terminal.out()));
    }
    var succeeded = shown.path("status").asText().equals(RunStatus.SUCCEEDED.name());
    lookFurther(run, succeeded);
    return succeeded ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private Progress progress(Definition definition, EmbeddedRun run) {
    return terminal.err().isTerminal()
        ? new LiveView(terminal.err(), definition.plan(), run::errorOf)
        : new EventLines(terminal.err(), definition.plan(), run::errorOf);
  }

  private void lookFurther(EmbeddedRun run, boolean succeeded) {
    if (data.isPresent()) {
      terminal
          .err()
          .line("Look further with `millrace show %s --data %s`.".formatted(run.id(), data.get()));
    } else if (!succeeded) {
      terminal.err().line("The run is gone now; --data DIR keeps one for `millrace show`.");
    }
  }

  /// Checks that a text is a duration; documents hold durations as text.
  static final class DurationWord implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return switch (Durations.read(text, Durations.Zero.REFUSED)) {
        case Durations.Exact _ -> text;
        case Durations.Wrong(var rule, var mend) ->
            throw new TypeConversionException(text + " " + rule + ". " + mend);
      };
    }
  }
}
