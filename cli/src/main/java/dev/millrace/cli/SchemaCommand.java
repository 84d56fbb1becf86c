package dev.millrace.cli;

import dev.millrace.cli.document.Dags;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.DagSchema;
import dev.millrace.engine.connection.ConnectionSchema;
import dev.millrace.integrations.actions.ShippedActions;

/// `millrace schema`: what editors need to complete and check documents.
final class SchemaCommand implements Subcommand {
  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("schema", "Prints the JSON Schema of documents, for editors.")
        .flag("--connection", "The schema of connections. Otherwise that of DAGs.")
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
    var kinds = Dags.kinds();
    terminal.json(
        arguments.has("--connection")
            ? ConnectionSchema.read()
            : DagSchema.of(kinds, ShippedActions.library(kinds)));
    return ExitStatus.DONE;
  }
}
