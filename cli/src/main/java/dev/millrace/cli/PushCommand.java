package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Answer;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.document.Content;
import dev.millrace.cli.document.Dags;
import dev.millrace.cli.document.DocumentFiles;
import dev.millrace.cli.document.FileText;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `millrace push`: gives DAGs to a host.
final class PushCommand implements Subcommand {
  // JSON is YAML, too.
  private static final String TYPE = "application/yaml";

  private static final int HTTP_OK = 200;

  private final Terminal terminal;

  PushCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private record Document(String file, Content content) {}

  /// What became of a document that the host took.
  private record Pushed(JsonNode dag, boolean isNew) {}

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "push",
            "Puts DAGs on a host. Checks all of them first; when one is wrong, none is put.")
        .argument("FILE", Times.SOME, "DAG documents in YAML or JSON, or folders of them.")
        .with(HostCalls.OPTIONS)
        .notes(
            "Examples:",
            "  millrace push orders.yaml",
            "  millrace push dags/          every .yaml, .yml and .json below the folder");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var host = HostCalls.of(arguments, terminal);
    return switch (DocumentFiles.under(arguments.arguments("FILE"))) {
      case DocumentFiles.Found.Wrong(var message) -> throw new WrongUseException(message);
      case DocumentFiles.Found.Files(var names) -> push(names, host);
    };
  }

  private ExitStatus push(List<String> names, HostCalls host) {
    var documents = new LinkedHashMap<String, Document>();
    var problems = new ArrayList<Problem>();
    read(names, documents, problems);
    if (!problems.isEmpty()) {
      if (host.json()) {
        terminal.json(ProblemText.json(problems));
      } else {
        terminal.err().print(ProblemText.text(problems, terminal.err()));
      }
      return Messages.failed(terminal, "nothing was pushed.");
    }
    var pushed = new ArrayList<Pushed>();
    return host.call(api -> putAll(api, documents, pushed), _ -> show(pushed, host.json()));
  }

  private static void read(
      List<String> names, Map<String, Document> documents, List<Problem> problems) {
    var reader = Dags.reader();
    for (var name : names) {
      switch (FileText.read(name)) {
        case FileText.Unreadable(var message) -> throw new WrongUseException(message);
        case FileText.Read(var file, var content) -> {
          switch (reader.read(file, content.bytes())) {
            case Reading.Refused(var found) -> problems.addAll(found);
            case Reading.Accepted(var definition) -> {
              var dag = definition.plan().dag().text();
              var other = documents.putIfAbsent(dag, new Document(file, content));
              if (other != null) {
                problems.add(twice(file, dag, other.file()));
              }
            }
          }
        }
      }
    }
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

  /// Stops at the first that the host refuses, after telling what it has by then.
  private Answer putAll(Api api, Map<String, Document> documents, List<Pushed> pushed)
      throws InterruptedException {
    Answer last = new Answer.Done(HTTP_OK, JsonNodeFactory.instance.nullNode());
    for (var document : documents.entrySet()) {
      var content = document.getValue().content();
      last = api.put("/dags/" + Api.part(document.getKey()), TYPE, content.bytes());
      if (!(last instanceof Answer.Done done)) {
        var before = Messages.count(pushed.size(), "DAG");
        var file = Printable.line(document.getValue().file());
        terminal.err().line("%s could not be pushed; %s before it.".formatted(file, before));
        return last;
      }
      pushed.add(new Pushed(done.body(), done.hasCreated()));
    }
    return last;
  }

  private ExitStatus show(List<Pushed> pushed, boolean json) {
    if (json) {
      var dags = JsonNodeFactory.instance.objectNode();
      var all = dags.putArray("dags");
      pushed.forEach(each -> all.add(each.dag()));
      terminal.json(dags);
      return ExitStatus.DONE;
    }
    for (var each : pushed) {
      var name = Printable.line(each.dag().path("dag").asText());
      var version = each.dag().path("version").asText();
      terminal.out().line(name + "  version " + version + (each.isNew() ? "" : ", unchanged"));
    }
    return ExitStatus.DONE;
  }
}
