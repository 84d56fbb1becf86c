package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.api.Answer;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.document.DocumentFiles;
import dev.millrace.cli.document.Documents;
import dev.millrace.cli.document.Documents.Document;
import dev.millrace.cli.document.FileText;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.document.Readers;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `millrace push`: gives DAGs and connections to a host.
final class PushCommand implements Subcommand {
  // JSON is YAML, too.
  private static final String TYPE = "application/yaml";

  private static final int HTTP_OK = 200;

  private final Terminal terminal;

  PushCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// A document that is right, and where the host is to have it.
  private record Readied(String file, String text) {}

  /// What became of a document that the host took.
  private record Pushed(JsonNode answer, boolean isNew) {
    boolean isDag() {
      return answer.has("dag");
    }
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "push",
            "Puts DAGs and connections on a host. Checks all first; when one is wrong, none is put.")
        .argument("FILE", Times.SOME, "Documents in YAML or JSON, or folders of them.")
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
    var documents = new TreeMap<String, Readied>();
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
      List<String> names, Map<String, Readied> documents, List<Problem> problems) {
    var readers = new Readers();
    for (var named : names) {
      switch (FileText.read(named)) {
        case FileText.Unreadable(var message) -> throw new WrongUseException(message);
        case FileText.Read(var file, var content) -> {
          switch (Documents.read(readers, file, content)) {
            case Document.Wrong(var found) -> problems.addAll(found);
            case Document.OfAction _ -> {
              // It goes with each DAG that uses it.
            }
            case Document.OfDag(var dag, var text) ->
                add(documents, "/dags/" + Api.part(dag), new Readied(file, text))
                    .ifPresent(other -> problems.add(twice(file, "dag", "DAG " + dag, other)));
            case Document.OfConnection(var name) ->
                add(documents, "/connections/" + Api.part(name), new Readied(file, content.text()))
                    .ifPresent(
                        other ->
                            problems.add(twice(file, "connection", "connection " + name, other)));
          }
        }
      }
    }
  }

  /// @return the file that says what is to stand there already
  private static Optional<String> add(
      Map<String, Readied> documents, String path, Readied document) {
    return Optional.ofNullable(documents.putIfAbsent(path, document)).map(Readied::file);
  }

  private static Problem twice(String file, String key, String what, String other) {
    return new Problem(
        file,
        1,
        1,
        "/" + key,
        what + " stands in " + other + " too.",
        "Give one of the two another name, or push them one after the other.");
  }

  /// Connections first, which tasks name. Stops at the first that the host refuses, after telling
  /// what it has by then.
  private Answer putAll(Api api, Map<String, Readied> documents, List<Pushed> pushed)
      throws InterruptedException {
    Answer last = new Answer.Done(HTTP_OK, JsonNodeFactory.instance.nullNode());
    for (var document : documents.entrySet()) {
      var text = document.getValue().text();
      last = api.put(document.getKey(), TYPE, text.getBytes(StandardCharsets.UTF_8));
      if (!(last instanceof Answer.Done done)) {
        var before = Messages.count(pushed.size(), "document");
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
      var all = JsonNodeFactory.instance.objectNode();
      var dags = all.putArray("dags");
      var connections = all.putArray("connections");
      pushed.forEach(each -> (each.isDag() ? dags : connections).add(each.answer()));
      terminal.json(all);
      return ExitStatus.DONE;
    }
    for (var each : pushed) {
      if (!each.isDag()) {
        var connection = Printable.line(each.answer().path("connection").asText());
        terminal.out().line("connection " + connection + (each.isNew() ? "" : ", replaced"));
        continue;
      }
      var name = Printable.line(each.answer().path("dag").asText());
      var version = each.answer().path("version").asText();
      terminal.out().line(name + "  version " + version + (each.isNew() ? "" : ", unchanged"));
    }
    return ExitStatus.DONE;
  }
}
