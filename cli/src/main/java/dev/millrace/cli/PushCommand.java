package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Answer;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.document.Dags;
import dev.millrace.cli.document.DocumentFiles;
import dev.millrace.cli.document.FileText;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `millrace push`: gives DAGs to a host.
@Command(
    name = "push",
    description = "Puts DAGs on a host. Checks all of them first; when one is wrong, none is put.",
    footer = {
      "",
      "Examples:",
      "  millrace push orders.yaml",
      "  millrace push dags/          every .yaml, .yml and .json below the folder"
    })
final class PushCommand implements Subcommand {
  private final Terminal terminal;

  @Mixin private ApiOptions api = new ApiOptions();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "DAG documents in YAML or JSON, or folders of them.")
  private List<String> files = List.of();

  PushCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// A document that is right.
  private record Document(String file, byte[] bytes) {}

  @Override
  public ExitStatus execute() {
    return switch (DocumentFiles.under(files)) {
      case DocumentFiles.Found.Wrong(var message) -> Messages.wrongUse(terminal, message);
      case DocumentFiles.Found.Files(var names) -> push(names);
    };
  }

  private ExitStatus push(List<String> names) {
    var documents = new LinkedHashMap<String, Document>();
    var problems = new ArrayList<Problem>();
    var reader = Dags.reader();
    for (var name : names) {
      switch (FileText.read(name)) {
        case FileText.Unreadable(var message) -> {
          return Messages.wrongUse(terminal, message);
        }
        case FileText.Read(var file, var bytes) -> {
          switch (reader.read(file, bytes)) {
            case Reading.Refused(var found) -> problems.addAll(found);
            case Reading.Accepted(var definition) -> {
              var dag = definition.plan().dag().text();
              var other = documents.putIfAbsent(dag, new Document(file, bytes));
              if (other != null) {
                problems.add(twice(file, dag, other.file()));
              }
            }
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      if (api.json()) {
        terminal.json(ProblemText.json(problems));
      } else {
        terminal.err().print(ProblemText.text(problems, terminal.err()));
      }
      return Messages.failed(terminal, "nothing was pushed.");
    }
    var pushed = JsonNodeFactory.instance.arrayNode();
    return api.call(terminal, host -> putAll(host, documents, pushed), _ -> show(pushed));
  }

  private static Problem twice(String file, String dag, String other) {
    return new Problem(
        file,
        1,
        1,
        "/dag",
        "DAG " + dag + " stands in " + other + " too.",
        "Give one of the two another name, or push them one after the other.");
  }

  private Answer putAll(Api host, Map<String, Document> documents, ArrayNode pushed)
      throws InterruptedException {
    Answer last = new Answer.Done(pushed);
    for (var document : documents.entrySet()) {
      last =
          host.put(
              "/dags/" + Api.part(document.getKey()),
              // JSON is YAML, too.
              "application/yaml",
              document.getValue().bytes());
      if (!(last instanceof Answer.Done(var body))) {
        terminal
            .err()
            .line(
                Printable.line(document.getValue().file())
                    + ": not put; "
                    + Messages.count(pushed.size(), "DAG")
                    + " before it "
                    + (pushed.size() == 1 ? "was." : "were."));
        return last;
      }
      pushed.add(body);
    }
    return last;
  }

  private ExitStatus show(JsonNode pushed) {
    if (api.json()) {
      terminal.json(JsonNodeFactory.instance.objectNode().set("dags", pushed));
      return ExitStatus.DONE;
    }
    for (var dag : pushed) {
      terminal
          .out()
          .line(
              Printable.line(
                  dag.path("dag").asText() + "  version " + dag.path("version").asText()));
    }
    return ExitStatus.DONE;
  }
}
