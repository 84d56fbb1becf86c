package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.document.ConnectionFile;
import dev.millrace.cli.document.Dags;
import dev.millrace.cli.document.FileText;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.document.Readers;
import dev.millrace.cli.embedded.EmbeddedRun;
import dev.millrace.cli.embedded.Interrupts;
import dev.millrace.cli.embedded.Prepared;
import dev.millrace.cli.embedded.Request;
import dev.millrace.cli.embedded.TemporaryFolder;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.line.WrongUseException;
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
import dev.millrace.integrations.http.HttpProxy;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `millrace run`: one run of one DAG in this process, to its end.
final class RunCommand implements Subcommand {
  private static final int LEFT_BY_CTRL_C = 130;

  private final Terminal terminal;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("run", "Runs one DAG to its end on the embedded engine and prints the run.")
        .argument("FILE", Times.ONCE, "A DAG document, or - for standard input.")
        .option("--input", "JSON", "The run's input: JSON, or @FILE.")
        .options(
            "--set",
            "TASK=JSON",
            "Let a task give this (JSON, or @FILE) instead of acting. May stand several times.")
        .option(
            "--timeout",
            "DURATION",
            "End the run as TIMED_OUT after 30s, 5m, 2h, ... instead of the DAG's timeout.")
        .option("--data", "DIR", "Keep the run in this folder. Otherwise it is gone afterwards.")
        .option(
            "--connections",
            "DIR",
            "Folder of the connections that tasks name. Otherwise connections beside the file.")
        .option(ProxyOption.NAME, ProxyOption.VALUE, ProxyOption.HELP)
        .flag("--json", "Print the run as JSON.")
        .notes(
            "Examples:",
            "  millrace run examples/quickstart.yaml",
            "  millrace run orders.yaml --input '{\"day\": \"2026-11-22\"}'",
            "  millrace run orders.yaml --input @yesterday.json --json > run.json",
            "  millrace run orders.yaml --set charge='[{\"ok\": true}]'")
        .notes("Ctrl-C cancels the run; a second Ctrl-C leaves at once.");
  }

  /// How a run is to be run and shown.
  ///
  /// @param data the folder that keeps it; empty: none does
  /// @param connections documents of those that tasks may name
  private record Showing(
      boolean json,
      Optional<Path> data,
      Optional<HttpProxy> proxy,
      List<ConnectionFile> connections) {}

  @Override
  public ExitStatus execute(Arguments arguments) {
    var request =
        new Request(
            arguments.text("--input").map(text -> JsonArgument.of("--input", text)),
            arguments.text("--timeout").map(RunCommand::timeout),
            outputs(arguments.texts("--set")));
    var showing =
        new Showing(
            arguments.has("--json"),
            arguments.text("--data").map(Path::of),
            ProxyOption.of(arguments),
            ConnectionFile.of(arguments.argument("FILE"), arguments.text("--connections")));
    return switch (FileText.read(arguments.argument("FILE"))) {
      case FileText.Unreadable(var message) -> throw new WrongUseException(message);
      case FileText.Read(var name, var content) ->
          switch (Prepared.of(new Readers().of(name), name, content, request)) {
            case Prepared.Impossible(var message) -> throw new WrongUseException(message);
            case Prepared.Wrong(var problems) -> wrong(problems, showing);
            case Prepared.Ready ready -> run(ready, showing);
          };
    };
  }

  /// Documents hold durations as text, so a text that is one goes on as it is.
  private static String timeout(String text) {
    return switch (Durations.read(text, Durations.Zero.REFUSED)) {
      case Durations.Exact _ -> text;
      case Durations.Wrong(var rule, var mend) ->
          throw new WrongUseException("--timeout %s, not %s. %s".formatted(rule, text, mend));
    };
  }

  private static Map<TaskName, JsonNode> outputs(List<String> texts) {
    var outputs = new LinkedHashMap<TaskName, JsonNode>();
    for (var text : texts) {
      var equals = text.indexOf('=');
      var name = equals < 0 ? text : text.substring(0, equals);
      if (equals < 0 || !TaskName.isValid(name)) {
        throw new WrongUseException("--set must be TASK=JSON, not " + text + ".");
      }
      outputs.put(
          new TaskName(name), JsonArgument.value("--set " + name, text.substring(equals + 1)));
    }
    return outputs;
  }

  private ExitStatus wrong(List<Problem> problems, Showing showing) {
    if (showing.json()) {
      terminal.json(ProblemText.json(problems));
    } else {
      terminal.err().print(ProblemText.text(problems, terminal.err()));
    }
    return ExitStatus.FAILED;
  }

  private ExitStatus run(Prepared.Ready ready, Showing showing) {
    if (showing.data().isPresent()) {
      return run(ready, showing.data().get(), showing);
    }
    try (var folder = TemporaryFolder.make()) {
      return run(ready, folder.path(), showing);
    }
  }

  private ExitStatus run(Prepared.Ready ready, Path folder, Showing showing) {
    var options = HostOptions.in(folder);
    // Without callbacks nobody needs to reach this host, and no port is opened.
    var reachable = ready.awaitsCallbacks() ? options.withApi(HostOptions.ADDRESS, 0) : options;
    Logging.inLines();
    return switch (LocalHost.open(reachable, Dags.kinds(showing.proxy()))) {
      case LocalHost.Opening.Refused(var message) -> Messages.failed(terminal, message);
      case LocalHost.Opening.Open(var host) -> {
        try (host) {
          for (var connection : showing.connections()) {
            var problems = connection.putOn(host);
            if (!problems.isEmpty()) {
              yield wrong(problems, showing);
            }
          }
          var run = EmbeddedRun.start(host, ready);
          follow(run, ready.definition());
          yield show(host, run, showing);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          yield Messages.failed(terminal, "interrupted");
        }
      }
    };
  }

  private void follow(EmbeddedRun run, Definition definition) throws InterruptedException {
    try (var progress = progress(definition, run)) {
      Interrupts.handle(
          () -> {
            progress.say("Cancelling. Ctrl-C again leaves at once.");
            run.cancel();
          },
          () -> {
            progress.say("Left while the run was being cancelled.");
            System.exit(LEFT_BY_CTRL_C);
          });
      run.follow(progress);
    }
  }

  private Progress progress(Definition definition, EmbeddedRun run) {
    return terminal.err().isTerminal()
        ? new LiveView(terminal.err(), definition.plan(), run::errorOf)
        : new EventLines(terminal.err(), definition.plan(), run::errorOf);
  }

  private ExitStatus show(LocalHost host, EmbeddedRun run, Showing showing) {
    var shown =
        host.engine()
            .readRun()
            .show(run.id(), ReadRun.Tasks.ALL)
            .orElseThrow(() -> new IllegalStateException("run " + run.id() + " is gone"));
    if (showing.json()) {
      terminal.json(shown);
    } else {
      terminal.out().print(RunText.of(shown, terminal.out()));
    }
    var succeeded = shown.path("status").asText().equals(RunStatus.SUCCEEDED.name());
    if (showing.data().isPresent()) {
      terminal
          .err()
          .line(
              "Look further with `millrace show %s --data %s`."
                  .formatted(run.id(), showing.data().get()));
    } else if (!succeeded) {
      terminal.err().line("The run is gone now; --data DIR keeps one for `millrace show`.");
    }
    return succeeded ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
