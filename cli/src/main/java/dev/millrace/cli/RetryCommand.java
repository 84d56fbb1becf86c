package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.cli.text.Words;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `millrace retry`: opens a run again that has ended.
@Command(
    name = "retry",
    description = "Goes on with a run that has ended: from what failed, or from tasks by name.",
    footer = {
      "",
      "Examples:",
      "  millrace retry daily_orders@20261123T060000Z",
      "  millrace retry quickstart.first --from total,remind",
      "  millrace retry quickstart.first --version latest      after mending the DAG and pushing it"
    })
final class RetryCommand implements Subcommand {
  private final Terminal terminal;

  @Mixin private ApiOptions api = new ApiOptions();

  @Parameters(paramLabel = "RUN", description = "The run's id, as `millrace runs` lists it.")
  private String run = "";

  @Option(
      names = "--from",
      paramLabel = "TASKS",
      split = ",",
      description =
          "failed (default), or the names of tasks: they and what comes after them run again.")
  private List<String> from = List.of("failed");

  @Option(
      names = "--input",
      paramLabel = "JSON",
      description = "Another input for the run: JSON, or @FILE.")
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      converter = VersionWord.class,
      description = "same (default) or latest version of the DAG.")
  private String version = "same";

  RetryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    var body = JsonNodeFactory.instance.objectNode();
    if (from.equals(List.of("failed"))) {
      body.put("from", "failed");
    } else {
      from.forEach(body.withArray("from")::add);
    }
    body.put("version", version);
    if (input.isPresent()) {
      switch (JsonArgument.of("--input", input.get())) {
        case JsonArgument.Wrong(var message) -> {
          return Messages.wrongUse(terminal, message);
        }
        case JsonArgument.Value(_, _, var value) -> body.set("input", value);
      }
    }
    return api.call(
        terminal, host -> host.post("/runs/" + Api.part(run) + "/retry", body), this::show);
  }

  private ExitStatus show(JsonNode body) {
    if (api.json()) {
      terminal.json(body);
      return ExitStatus.DONE;
    }
    var name = Printable.line(body.path("run").asText());
    terminal
        .out()
        .line(name + "  " + Words.status(body.path("status").asText(), terminal.out()));
    terminal.err().line("Look at it with `millrace show " + name + "`.");
    return ExitStatus.DONE;
  }

  /// Reads which version to go on with.
  static final class VersionWord implements ITypeConverter<String> {
    @Override
    public String convert(String word) {
      if (word.equals("same") || word.equals("latest")) {
        return word;
      }
      throw new TypeConversionException("use same or latest, not " + word);
    }
  }
}
