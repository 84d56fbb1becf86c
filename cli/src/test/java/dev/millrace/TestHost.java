package dev.millrace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.TaskState;
import dev.millrace.engine.Approvals;
import dev.millrace.engine.CancelRun;
import dev.millrace.engine.CompleteCallback;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// An embedded host with the verbs that these tests need. Whatever is not as it should be throws.
final class TestHost implements AutoCloseable {
  /// Nothing here takes nearly as long; a run that hangs shall fail the test and not the build.
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final JsonMapper JSON = new JsonMapper();

  private final LocalHost host;

  private TestHost(LocalHost host) {
    this.host = host;
  }

  /// A host on a folder, with its API on a free port, at work.
  static TestHost on(Path folder) {
    var options = HostOptions.in(folder).withApi(HostOptions.ADDRESS, 0);
    return switch (LocalHost.open(options, TaskKinds.standard(HttpSettings.embedded()))) {
      case LocalHost.Opening.Open(var opened) -> {
        opened.start();
        yield new TestHost(opened);
      }
      case LocalHost.Opening.Refused(var message) -> throw new IllegalStateException(message);
    };
  }

  LocalHost host() {
    return host;
  }

  String baseUrl() {
    return host.baseUrl().orElseThrow();
  }

  int port() {
    return URI.create(baseUrl()).getPort();
  }

  /// Stores a document.
  DagName put(String document) {
    return switch (host.engine().putDag().put(Optional.empty(), "document", document)) {
      case PutDag.Putting.Added(var dag, _) -> dag;
      case PutDag.Putting.Unchanged(var dag, _) -> dag;
      case PutDag.Putting.Refused(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  /// Starts a run under a name with an input of its own.
  RunId start(DagName dag, String name, JsonNode input) {
    var request = new StartRun.Request(dag, Optional.of(name), input, OptionalInt.empty());
    return switch (host.engine().startRun().start(request, host.invocation())) {
      case StartRun.Start.Started(var record) -> record.run();
      case StartRun.Start.Again(var record) -> record.run();
      case StartRun.Start.OtherInput(var record) ->
          throw new IllegalStateException(record.run() + " had another input");
      case StartRun.Start.UnknownDag(var what) -> throw new IllegalStateException(what);
      case StartRun.Start.WrongInput(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  RunId start(DagName dag, String name) {
    return start(dag, name, JsonNodeFactory.instance.objectNode());
  }

  RunRecord awaitEnd(RunId run) throws InterruptedException {
    return host.awaitEnd(run, LONGEST)
        .orElseThrow(() -> new IllegalStateException(run + " has not ended: " + shown(run)));
  }

  /// Waits until a task is PARKED, watching the run.
  void awaitParked(RunId run, String task) throws InterruptedException {
    try (var watch = host.watch(run)) {
      var end = System.nanoTime() + LONGEST.toNanos();
      while (!isParked(run, task)) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(task + " does not park: " + shown(run));
        }
        watch.await(Duration.ZERO, LONGEST);
      }
    }
  }

  private boolean isParked(RunId run, String task) {
    var record = host.runs().load(run).orElseThrow();
    var index = host.engine().plans().of(record).plan().indexOf(new TaskName(task)).orElseThrow();
    return record.state().tasks().state(index) == TaskState.PARKED;
  }

  /// Answers the callback on which a task is parked.
  void answer(RunId run, String task, JsonNode output) {
    var answer = new CompleteCallback.Answer.Succeeded(output);
    var completion =
        host.engine().completeCallback().complete(token(run, task), answer, host.invocation());
    if (completion != CompleteCallback.Completion.ACCEPTED) {
      throw new IllegalStateException(task + ": " + completion);
    }
  }

  /// Approves what a task asks, as somebody who calls the API.
  void approve(RunId run, String task, JsonNode form) {
    var answer = new Approvals.Answer("approve", Optional.of(form));
    var answering =
        host.engine()
            .approvals()
            .answer(
                run,
                new TaskName(task),
                OptionalInt.empty(),
                answer,
                Optional.of("ana@example.com"),
                host.invocation());
    if (!answering.equals(new Approvals.Answering.Ended(CompleteCallback.Completion.ACCEPTED))) {
      throw new IllegalStateException(task + ": " + answering);
    }
  }

  /// The token of the callback on which a task is parked.
  String token(RunId run, String task) {
    var shown = host.engine().readRun().task(run, new TaskName(task)).orElseThrow();
    var url = shown.path("callbackUrl").textValue();
    return url.substring(url.lastIndexOf('/') + 1);
  }

  void cancel(RunId run) {
    var became = host.engine().cancelRun().cancel(run, host.invocation());
    if (!(became instanceof CancelRun.Cancelling.Stopped)) {
      throw new IllegalStateException(run + ": " + became);
    }
  }

  /// The run with all of its tasks, as JSON.
  ObjectNode shown(RunId run) {
    return host.engine().readRun().show(run, ReadRun.Tasks.ALL).orElseThrow();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
