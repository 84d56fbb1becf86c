package dev.millrace.cli;

import dev.millrace.cli.document.Dags;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.DagSchema;

/// `millrace schema`: what editors need to complete and check DAG documents.
final class SchemaCommand implements Subcommand {
  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("schema", "Prints the JSON Schema of DAG documents, for editors.")
        .notes(
            "Example:",
            "  millrace schema > dag.schema.json",
            "",
            "Then let the first line of a document name it, for editors with a YAML language"
                + " server:",
            "  # yaml-language-server: $schema=dag.schema.json");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    terminal.json(DagSchema.of(Dags.kinds()));
    return ExitStatus.DONE;
  }
}
