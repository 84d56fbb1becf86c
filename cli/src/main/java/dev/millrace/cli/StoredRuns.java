package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cli.document.Dags;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.store.RunQuery;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// Runs that lie in a data folder, read without letting any of them go on.
final class StoredRuns {
  private static final String DATABASE = "millrace.db";

  private StoredRuns() {}

  /// The runs of a query, in the shape of `GET /runs`.
  static ExitStatus list(
      Terminal terminal, Path data, RunQuery query, Function<JsonNode, ExitStatus> show) {
    return read(
        terminal,
        data,
        host -> {
          var page = host.runs().list(query);
          var json = JsonNodeFactory.instance.objectNode();
          var runs = json.putArray("runs");
          page.runs().forEach(record -> runs.add(host.engine().readRun().summary(record)));
          json.put("cursor", page.next().orElse(null));
          return show.apply(json);
        });
  }

  /// A run with all of its tasks, or one task of it.
  static ExitStatus show(
      Terminal terminal,
      Path data,
      String run,
      Optional<String> task,
      Function<JsonNode, ExitStatus> show) {
    return read(
        terminal,
        data,
        host -> {
          var what = task.map(name -> "run " + run + ", task " + name).orElse("run " + run);
          return find(host, run, task)
              .map(show)
              .orElseGet(() -> Messages.failed(terminal, data + " holds no " + what + "."));
        });
  }

  private static Optional<JsonNode> find(LocalHost host, String run, Optional<String> task) {
    if (!RunId.isValid(run) || !task.map(TaskName::isValid).orElse(true)) {
      return Optional.empty();
    }
    var id = new RunId(run);
    var reading = host.engine().readRun();
    return task.isPresent()
        ? reading.task(id, new TaskName(task.get())).map(JsonNode.class::cast)
        : reading.show(id, ReadRun.Tasks.ALL).map(JsonNode.class::cast);
  }

  private static ExitStatus read(
      Terminal terminal, Path data, Function<LocalHost, ExitStatus> reading) {
    if (!Files.isRegularFile(data.resolve(DATABASE))) {
      // Opening the folder would make it one.
      return Messages.wrongUse(
          terminal, data + " is no data folder: there is no " + DATABASE + ".");
    }
    return switch (LocalHost.open(HostOptions.in(data), Dags.kinds())) {
      case LocalHost.Opening.Refused(var message) ->
          Messages.failed(terminal, message + " Or ask it with --api.");
      case LocalHost.Opening.Open(var host) -> {
        try (host) {
          yield reading.apply(host);
        }
      }
    };
  }
}
