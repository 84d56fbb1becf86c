package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.StartRun;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.local.changes.RunWatch.News;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A host for tests, with the task kinds of Millrace and what else a test brings.
public final class TestHost implements AutoCloseable {
  /// Nothing here takes so long; a test that waits longer has failed.
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final LocalHost host;

  private TestHost(LocalHost host) {
    this.host = host;
  }

  /// Opens and starts a host with an API on any free port.
  public static TestHost start(Path data, TaskKind... more) {
    return start(HostOptions.in(data).withApi("127.0.0.1", 0), more);
  }

  /// Opens and starts a host.
  public static TestHost start(HostOptions options, TaskKind... more) {
    var kinds = new ArrayList<>(List.of(more));
    kinds.addAll(TaskKinds.standard(HttpSettings.embedded()));
    return switch (LocalHost.open(options, kinds)) {
      case LocalHost.Opening.Open(var host) -> {
        host.start();
        yield new TestHost(host);
      }
      case LocalHost.Opening.Refused(var message) -> throw new IllegalStateException(message);
    };
  }

  /// The host itself.
  public LocalHost host() {
    return host;
  }

  /// Where its API listens.
  public int port() {
    var url = host.baseUrl().orElseThrow();
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  /// Stores a document that must be right.
  public void put(String document) {
    if (host.engine().putDag().put(Optional.empty(), "test", document)
        instanceof PutDag.Putting.Refused(var problems)) {
      throw new IllegalArgumentException(problems.toString());
    }
  }

  /// Starts a run of a DAG that was put.
  public RunId run(String dag, String name) {
    return run(dag, name, JsonNodeFactory.instance.objectNode());
  }

  /// Starts a run of a DAG that was put.
  public RunId run(String dag, String name, JsonNode input) {
    var request =
        new StartRun.Request(new DagName(dag), Optional.of(name), input, OptionalInt.empty());
    var start = host.engine().startRun().start(request, host.invocation());
    if (start instanceof StartRun.Start.Started(var record)) {
      return record.run();
    }
    throw new IllegalStateException(start.toString());
  }

  /// The run, once it has ended.
  public RunRecord end(RunId run) throws InterruptedException {
    return host.awaitEnd(run, LONGEST).orElseThrow();
  }

  /// Waits until the first task of a run stands there, as lists show it.
  public void awaitFirst(RunId run, String status) throws InterruptedException {
    try (var watch = host.watch(run)) {
      while (!statuses(run).getFirst().equals(status)) {
        if (watch.await(Duration.ZERO, LONGEST) instanceof News.Nothing) {
          throw new IllegalStateException(run + " never came to " + status);
        }
      }
    }
  }

  private List<String> statuses(RunId run) {
    var record = host.runs().load(run).orElseThrow();
    return host.engine().readRun().statuses(record, Set.of());
  }

  /// Closes the host as if it had been killed: nothing is written any more, nothing acknowledged.
  public void kill() {
    host.kill();
  }

  @Override
  public void close() {
    host.close();
  }
}
