package dev.millrace.cli;

import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.terminal.Output;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Terminal;
import java.util.List;
import java.util.Optional;

/// The commands by name. Only the one that was named is made; all of them only for the help.
final class Commands {
  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "On this machine",
              List.of("run", "local", "validate", "graph", "cron", "schema", "actions")),
          new Group(
              "With a host (--api URL)",
              List.of(
                  "push",
                  "dags",
                  "start",
                  "runs",
                  "show",
                  "cancel",
                  "retry",
                  "pause",
                  "resume",
                  "backfill",
                  "approvals",
                  "answer")),
          new Group("To prove and to measure", List.of("simulate", "bench")),
          new Group("For the shell", List.of("completion")));

  /// The names of all commands.
  static final List<String> NAMES =
      GROUPS.stream().flatMap(group -> group.commands().stream()).toList();

  private record Group(String title, List<String> commands) {}

  private Commands() {}

  /// The command of a name, if there is one.
  static Optional<Subcommand> named(String name, Terminal terminal) {
    return switch (name) {
      case "actions" -> Optional.of(new ActionsCommand(terminal));
      case "answer" -> Optional.of(new AnswerCommand(terminal));
      case "approvals" -> Optional.of(new ApprovalsCommand(terminal));
      case "backfill" -> Optional.of(new BackfillCommand(terminal));
      case "bench" -> Optional.of(new BenchCommand(terminal));
      case "cancel" -> Optional.of(new CancelCommand(terminal));
      case "completion" -> Optional.of(new CompletionCommand(terminal));
      case "cron" -> Optional.of(new CronCommand(terminal));
      case "dags" -> Optional.of(new DagsCommand(terminal));
      case "graph" -> Optional.of(new GraphCommand(terminal));
      case "local" -> Optional.of(new LocalCommand(terminal));
      case "pause" -> Optional.of(new ScheduleCommand(ScheduleCommand.Verb.PAUSE, terminal));
      case "push" -> Optional.of(new PushCommand(terminal));
      case "resume" -> Optional.of(new ScheduleCommand(ScheduleCommand.Verb.RESUME, terminal));
      case "retry" -> Optional.of(new RetryCommand(terminal));
      case "run" -> Optional.of(new RunCommand(terminal));
      case "runs" -> Optional.of(new RunsCommand(terminal));
      case "schema" -> Optional.of(new SchemaCommand(terminal));
      case "show" -> Optional.of(new ShowCommand(terminal));
      case "simulate" -> Optional.of(new SimulateCommand(terminal));
      case "start" -> Optional.of(new StartCommand(terminal));
      case "validate" -> Optional.of(new ValidateCommand(terminal));
      default -> Optional.empty();
    };
  }

  /// What each command takes.
  static List<Syntax> syntaxes(Terminal terminal) {
    return NAMES.stream()
        .map(name -> named(name, terminal).orElseThrow(() -> new IllegalStateException(name)))
        .map(Subcommand::syntax)
        .toList();
  }

  /// The help on everything.
  ///
  /// @param output where it will be read
  static String help(Terminal terminal, Output output) {
    var text = new StringBuilder();
    text.append(output.painted(Paint.BOLD, "millrace COMMAND"));
    text.append("\n\nRuns DAGs of tasks, here on the embedded engine or on a host elsewhere.\n");
    var syntaxes = syntaxes(terminal);
    for (var group : GROUPS) {
      text.append('\n').append(group.title()).append(":\n");
      for (var name : group.commands()) {
        var padding = " ".repeat(Math.max(0, 10 - name.length()));
        text.append("  ").append(output.painted(Paint.BOLD, name)).append(padding).append("  ");
        text.append(syntaxes.get(NAMES.indexOf(name)).description()).append('\n');
      }
    }
    return text.append(
            """

            Begin with:
              millrace run examples/quickstart.yaml

            `millrace COMMAND --help` has examples; `millrace --version` tells the version.
            Exit status: 0 done; 1 the run or check failed; 2 wrong use; 3 not reachable.
            """)
        .toString();
  }
}
