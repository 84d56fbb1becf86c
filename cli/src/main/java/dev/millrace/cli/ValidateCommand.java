package dev.millrace.cli;

import dev.millrace.cli.document.DocumentFiles;
import dev.millrace.cli.document.Documents;
import dev.millrace.cli.document.Documents.Document;
import dev.millrace.cli.document.FileText;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.document.Readers;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.Problem;
import java.util.ArrayList;
import java.util.List;

/// `millrace validate`: all that is wrong with documents.
final class ValidateCommand implements Subcommand {
  private final Terminal terminal;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "validate",
            "Checks DAGs and connections: every problem with its place and how to mend it.")
        .argument(
            "FILE",
            Times.SOME,
            "Documents in YAML or JSON, folders of them, or - for standard input.")
        .flag("--json", "Print {\"problems\": [...]}, an empty list when all is well.")
        .notes(
            "Examples:",
            "  millrace validate orders.yaml",
            "  millrace validate dags/             every .yaml, .yml and .json below the folder",
            "  cat orders.yaml | millrace validate --json -");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var json = arguments.has("--json");
    return switch (DocumentFiles.under(arguments.arguments("FILE"))) {
      case DocumentFiles.Found.Wrong(var message) -> Messages.wrongUse(terminal, message);
      case DocumentFiles.Found.Files(var names) -> validate(names, json);
    };
  }

  private ExitStatus validate(List<String> names, boolean json) {
    var readers = new Readers();
    var problems = new ArrayList<Problem>();
    var unreadable = new ArrayList<String>();
    for (var name : names) {
      switch (FileText.read(name)) {
        case FileText.Unreadable(var message) -> unreadable.add(message);
        case FileText.Read(var shown, var content) -> {
          switch (Documents.read(readers, shown, content)) {
            case Document.OfDag _, Document.OfAction _, Document.OfConnection _ -> {
              // Nothing to say about it.
            }
            case Document.Wrong(var found) -> problems.addAll(found);
          }
        }
      }
    }
    if (json) {
      terminal.json(ProblemText.json(problems));
    } else {
      print(problems, names.size() - unreadable.size());
    }
    unreadable.forEach(message -> Messages.wrongUse(terminal, message));
    if (!unreadable.isEmpty()) {
      return ExitStatus.WRONG_USE;
    }
    return problems.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private void print(List<Problem> problems, int read) {
    terminal.out().print(ProblemText.text(problems, terminal.out()));
    if (read > 0) {
      var found = problems.isEmpty() ? "no problems" : Messages.count(problems.size(), "problem");
      terminal.err().line(Messages.count(read, "file") + ", " + found);
    }
  }
}
