package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.document.Dags;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.Problem;
import dev.millrace.integrations.actions.ShippedActions;
import dev.millrace.local.folder.ActionFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// `millrace actions`: what tasks can do, built in, shipped and declared in a folder.
final class ActionsCommand implements Subcommand {
  private static final String BUILT_IN = "built in";

  private final Terminal terminal;

  ActionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("actions", "Lists what tasks can do.")
        .argument("DIR", Times.ANY, "Folders of DAGs, whose folders actions are listed too.")
        .flag("--json", "Print JSON: name, where from, description, params.")
        .notes("Example:", "  millrace actions dags --json");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var json = JsonNodeFactory.instance.objectNode();
    var all = json.putArray("actions");
    var kinds = Dags.kinds();
    for (var kind : kinds) {
      var schema = kind.schema();
      all.add(line(kind.name(), BUILT_IN, schema.path("description").asText(""), schema));
    }
    var problems = new ArrayList<Problem>();
    var library = ShippedActions.library(kinds);
    for (var dir : arguments.arguments("DIR")) {
      var folder = ActionFolder.read(Path.of(dir).resolve(ActionFolder.NAME), kinds);
      library = library.with(folder.actions());
      problems.addAll(folder.problems());
    }
    for (var action : library.actions()) {
      all.add(line(action.name(), action.from(), action.description(), action.params()));
    }
    if (arguments.has("--json")) {
      terminal.json(json);
    } else {
      all.forEach(this::show);
    }
    terminal.err().print(ProblemText.text(problems, terminal.err()));
    return problems.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private static ObjectNode line(String name, String from, String description, JsonNode params) {
    var line = JsonNodeFactory.instance.objectNode();
    line.put("action", name).put("from", from).put("description", description);
    line.set("params", params.isMissingNode() ? JsonNodeFactory.instance.nullNode() : params);
    return line;
  }

  private void show(JsonNode action) {
    var from = action.path("from").asText();
    terminal
        .out()
        .line(
            Printable.line(
                action.path("action").asText()
                    + (from.equals(BUILT_IN) ? "" : "  (" + from + ")")));
    terminal.out().line("  " + Printable.line(action.path("description").asText()));
    var params = action.path("params").path("properties");
    if (!params.isEmpty()) {
      terminal.out().line("  " + Printable.line(words(params, action.path("params"))));
    }
  }

  /// The names, those that must be given with a star.
  private static String words(JsonNode properties, JsonNode params) {
    var required =
        StreamSupport.stream(params.path("required").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    return properties
        .propertyStream()
        .map(each -> each.getKey() + (required.contains(each.getKey()) ? "*" : ""))
        .collect(Collectors.joining(" "));
  }
}
