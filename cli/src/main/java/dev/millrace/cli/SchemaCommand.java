package dev.millrace.cli;

import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.DagSchema;
import dev.millrace.cli.document.Dags;
import picocli.CommandLine.Command;

/// `millrace schema`: what editors need to complete and check DAG documents.
@Command(
    name = "schema",
    description = "Prints the JSON Schema of DAG documents, for editors.",
    footer = {
      "",
      "Example:",
      "  millrace schema > dag.schema.json",
      "",
      "Then let the first line of a document name it, for editors with a YAML language server:",
      "  # yaml-language-server: $schema=dag.schema.json"
    })
final class SchemaCommand implements Subcommand {
  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    terminal.json(DagSchema.of(Dags.kinds()));
    return ExitStatus.DONE;
  }
}
