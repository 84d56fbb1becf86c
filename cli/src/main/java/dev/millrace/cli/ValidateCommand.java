package dev.millrace.cli;

import dev.millrace.cli.document.DocumentFiles;
import dev.millrace.cli.document.FileText;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import dev.millrace.cli.document.Dags;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `millrace validate`: all that is wrong with DAG documents.
@Command(
    name = "validate",
    description = "Checks DAG documents: every problem with its place and how to mend it.",
    footer = {
      "",
      "Examples:",
      "  millrace validate orders.yaml",
      "  millrace validate dags/             every .yaml, .yml and .json below the folder",
      "  cat orders.yaml | millrace validate --json -"
    })
final class ValidateCommand implements Subcommand {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "DAG documents in YAML or JSON, folders of them, or - for standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--json",
      description = "Print {\"problems\": [...]}, an empty list when all is well.")
  private boolean json;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    return switch (DocumentFiles.under(files)) {
      case DocumentFiles.Found.Wrong(var message) -> Messages.wrongUse(terminal, message);
      case DocumentFiles.Found.Files(var names) -> validate(names);
    };
  }

  private ExitStatus validate(List<String> names) {
    var reader = Dags.reader();
    var problems = new ArrayList<Problem>();
    var unreadable = new ArrayList<String>();
    for (var name : names) {
      switch (FileText.read(name)) {
        case FileText.Unreadable(var message) -> unreadable.add(message);
        case FileText.Read(var shown, var bytes) -> {
          switch (reader.read(shown, bytes)) {
            case Reading.Accepted _ -> {}
            case Reading.Refused(var found) -> problems.addAll(found);
          }
        }
      }
    }
    report(problems, names.size() - unreadable.size());
    unreadable.forEach(message -> Messages.wrongUse(terminal, message));
    if (!unreadable.isEmpty()) {
      return ExitStatus.WRONG_USE;
    }
    return problems.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private void report(List<Problem> problems, int read) {
    if (json) {
      terminal.json(ProblemText.json(problems));
      return;
    }
    terminal.out().print(ProblemText.text(problems, terminal.out()));
    if (read > 0) {
      terminal
          .err()
          .line(
              Messages.count(read, "file")
                  + ", "
                  + (problems.isEmpty()
                      ? "no problems"
                      : Messages.count(problems.size(), "problem")));
    }
  }
}
