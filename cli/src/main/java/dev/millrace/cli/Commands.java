package dev.millrace.cli;

import dev.millrace.cli.terminal.Terminal;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The commands by name. Reading the annotations of all of them takes longer than most commands
/// run, so only the one that was named is made; all of them for help and for a name that is none.
final class Commands {
  private static final List<Group> GROUPS =
      List.of(
          new Group("On this machine", "run", "local", "validate", "graph", "schema"),
          new Group(
              "With a host (--api URL)",
              "push",
              "dags",
              "start",
              "runs",
              "show",
              "cancel",
              "retry"),
          new Group("To prove and to measure", "simulate", "bench"),
          new Group("For the shell", "completion"));

  private record Group(String title, List<String> commands) {
    Group(String title, String... commands) {
      this(title, List.of(commands));
    }
  }

  private Commands() {}

  /// Adds the command that the first argument names, or else all.
  static void add(CommandLine root, Terminal terminal, String... args) {
    var first = args.length == 0 ? "" : args[0];
    named(first, terminal)
        .ifPresentOrElse(command -> add(root, first, command), () -> addAll(root, terminal));
  }

  /// Adds all commands, grouped in the help.
  static void addAll(CommandLine root, Terminal terminal) {
    for (var group : GROUPS) {
      for (var name : group.commands()) {
        named(name, terminal).ifPresent(command -> add(root, name, command));
      }
    }
    root.addSubcommand(new CommandLine.HelpCommand());
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Commands::list);
  }

  private static void add(CommandLine root, String name, Subcommand command) {
    var line = new CommandLine(command);
    // Not picocli's own pair: a version belongs to millrace, not to each of its commands.
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this help.")
                .build());
    root.addSubcommand(name, line);
  }

  private static Optional<Subcommand> named(String name, Terminal terminal) {
    return Optional.ofNullable(
        switch (name) {
          case "bench" -> new BenchCommand(terminal);
          case "cancel" -> new CancelCommand(terminal);
          case "completion" -> new CompletionCommand(terminal);
          case "dags" -> new DagsCommand(terminal);
          case "graph" -> new GraphCommand(terminal);
          case "local" -> new LocalCommand(terminal);
          case "push" -> new PushCommand(terminal);
          case "retry" -> new RetryCommand(terminal);
          case "run" -> new RunCommand(terminal);
          case "runs" -> new RunsCommand(terminal);
          case "schema" -> new SchemaCommand(terminal);
          case "show" -> new ShowCommand(terminal);
          case "start" -> new StartCommand(terminal);
          case "validate" -> new ValidateCommand(terminal);
          default -> null;
        });
  }

  private static String list(Help help) {
    var text = new StringBuilder();
    for (var group : GROUPS) {
      text.append('\n').append(group.title()).append(":\n");
      for (var name : group.commands()) {
        var spec = help.subcommands().get(name).commandSpec();
        text.append(
            help.colorScheme().text("  @|bold %-10s|@ %s%n".formatted(
                name, spec.usageMessage().description()[0])));
      }
    }
    return text.toString();
  }
}
