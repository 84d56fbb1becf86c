package dev.millrace.local;

import dev.millrace.api.Api;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.action.ThreadedActions;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.actions.ShippedActions;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.local.changes.RunChanges;
import dev.millrace.local.changes.RunWatch;
import dev.millrace.local.changes.WatchedRunStore;
import dev.millrace.local.deadline.Deadlines;
import dev.millrace.local.folder.DagFolder;
import dev.millrace.local.http.ApiServer;
import dev.millrace.local.http.RunEvents;
import dev.millrace.local.invocation.HostedFunction;
import dev.millrace.local.invocation.Invocations;
import dev.millrace.local.invocation.Receiver;
import dev.millrace.local.invocation.ReconcileTimer;
import dev.millrace.local.schedule.TickClock;
import dev.millrace.local.secret.LocalSecrets;
import dev.millrace.local.sqlite.SqliteStorage;
import dev.millrace.local.sqlite.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded host: the use cases over one data folder, called as Lambda calls them on AWS, and
/// the HTTP API. Killed at any moment it loses nothing; the next start on the folder goes on.
///
/// Opened, it takes what is asked of it; [#start] begins to work. Safe for any number of threads.
public final class LocalHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalHost.class);

  /// How long an API call may take in the engine.
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  /// How long [#close] waits for calls before it interrupts them, and after.
  private static final Duration LAST_CALLS = Duration.ofSeconds(2);

  private final SqliteStorage storage;
  private final RunStore runs;
  private final RunChanges changes = new RunChanges();
  private final Deadlines deadlines = new Deadlines();
  private final Invocations invocations;
  private final Engine engine;
  private final List<TaskKind> kinds;
  private final Optional<ApiServer> server;
  private final List<Receiver<?>> receivers;
  private final ReconcileTimer reconcile;
  private final TickClock tickClock;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<DagFolder> folders = new ArrayList<>();

  /// What became of opening.
  public sealed interface Opening {
    /// The host is open.
    record Open(LocalHost host) implements Opening {}

    /// It cannot be opened.
    ///
    /// @param message what is in the way, and how to mend it
    record Refused(String message) implements Opening {}
  }

  /// Opens a host. Its tasks may reach public addresses and this machine's own.
  public static Opening open(HostOptions options) {
    return open(options, TaskKinds.standard(HttpSettings.embedded()));
  }

  /// Opens a host with these task kinds, which it closes when it closes.
  public static Opening open(HostOptions options, List<TaskKind> kinds) {
    var clock = new SystemClock();
    SqliteStorage storage;
    try {
      storage = SqliteStorage.open(options.data(), clock, options.durability());
    } catch (StorageException e) {
      return new Opening.Refused(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
    byte[] key;
    try {
      key = CallbackKey.of(options.data());
    } catch (IOException e) {
      storage.close();
      return new Opening.Refused("the key of callbacks cannot be read: " + e.getMessage());
    }
    var server = Optional.<ApiServer>empty();
    if (options.api().isPresent()) {
      switch (ApiServer.open(options.api().get())) {
        case ApiServer.Opening.Open(var opened) -> server = Optional.of(opened);
        case ApiServer.Opening.Refused(var message, var mend) -> {
          storage.close();
          return new Opening.Refused(message + " " + mend);
        }
      }
    }
    var secrets = new LocalSecrets(options.data(), options.environment());
    return watching(options, new LocalHost(storage, clock, kinds, server, secrets, key));
  }

  private static Opening watching(HostOptions options, LocalHost host) {
    var folders = new LinkedHashMap<String, Path>();
    options.connections().ifPresent(folder -> folders.put("--connections", folder));
    options.dags().ifPresent(folder -> folders.put("--dags", folder));
    for (var folder : folders.entrySet()) {
      switch (DagFolder.open(folder.getValue(), folder.getKey(), host.engine, options.notices())) {
        case DagFolder.Opening.Open(var opened) -> host.folders.add(opened);
        case DagFolder.Opening.Refused(var message, var mend) -> {
          host.close();
          return new Opening.Refused(message + " " + mend);
        }
      }
    }
    return new Opening.Open(host);
  }

  private LocalHost(
      SqliteStorage storage,
      SystemClock clock,
      List<TaskKind> kinds,
      Optional<ApiServer> server,
      Secrets secrets,
      byte[] callbackKey) {
    this.storage = storage;
    this.kinds = List.copyOf(kinds);
    this.server = server;
    var ids = new HostIds(clock, storage.hostNumber());
    this.runs = new WatchedRunStore(storage.runs(), changes);
    this.tickClock = new TickClock(clock);
    var stored = storage.ports(ids, secrets, tickClock.schedules());
    var ports =
        new Ports(
            stored.dags(),
            runs,
            stored.payloads(),
            stored.entries(),
            stored.secrets(),
            stored.dispatch(),
            stored.results(),
            stored.timers(),
            stored.schedules(),
            stored.deadLetters(),
            clock,
            ids,
            storage.hostNumber());
    var baseUrl = server.map(ApiServer::baseUrl).orElse("http://localhost:" + HostOptions.PORT);
    this.engine =
        new Engine(
            ports,
            kinds,
            ShippedActions.library(kinds),
            new CallbackTokens(callbackKey, baseUrl),
            () -> new ThreadedActions(clock));
    this.invocations = new Invocations(deadlines, clock, ids, storage.hostNumber());
    var functions = new Functions(engine, clock);
    this.receivers =
        List.of(
            new Receiver<>(
                HostedFunction.DISPATCH,
                storage.receiving(Lane.SHORT),
                invocations,
                functions::dispatch),
            new Receiver<>(
                HostedFunction.DISPATCH_LONG,
                storage.receiving(Lane.LONG),
                invocations,
                functions::dispatch),
            new Receiver<>(
                HostedFunction.RESULTS,
                storage.receivingResults(),
                invocations,
                functions::results));
    this.reconcile = new ReconcileTimer(engine.reconcile(), invocations);
  }

  /// Begins to work, and to answer.
  public void start() {
    receivers.forEach(Receiver::start);
    reconcile.start();
    tickClock.start(engine.actOnTicks(), invocations);
    server.ifPresent(opened -> opened.serve(api(), this::invocation, deadlines));
  }

  /// What an API answers from.
  public Api api() {
    return new Api(
        engine,
        storage.dags(),
        runs,
        storage.payloads(),
        kinds,
        new RunEvents(engine, runs, changes),
        this::isWorking,
        LocalHost::trouble);
  }

  private static Optional<String> trouble(RuntimeException thrown) {
    return thrown instanceof StorageException
        ? Optional.of(Objects.requireNonNullElse(thrown.getMessage(), thrown.toString()))
        : Optional.empty();
  }

  /// Whether the host, once started, still receives messages. It does not after a fault that is in
  /// the log, such as a lack of memory.
  public boolean isWorking() {
    return receivers.stream().allMatch(Receiver::isReceiving);
  }

  /// The use cases.
  public Engine engine() {
    return engine;
  }

  /// A new invocation, as the use cases want it from whoever calls them.
  public Invocation invocation() {
    return invocations.open(CALL_TIMEOUT);
  }

  /// Runs and what belongs to them.
  public RunStore runs() {
    return runs;
  }

  /// DAGs and their versions.
  public DagStore dags() {
    return storage.dags();
  }

  /// Large payloads, and what tasks have stored.
  public PayloadStore payloads() {
    return storage.payloads();
  }

  /// Where the API can be asked from this machine; empty without API.
  public Optional<String> baseUrl() {
    return server.map(ApiServer::baseUrl);
  }

  /// Watches a run for its changes, without asking the store again and again.
  public RunWatch watch(RunId run) {
    return changes.watch(run);
  }

  /// Waits until a run has ended.
  ///
  /// @return the run as it ended; empty when it did not within that time, was removed, never was,
  ///     or the host closes
  public Optional<RunRecord> awaitEnd(RunId run, Duration atMost) throws InterruptedException {
    try (var watch = watch(run)) {
      return RunEnd.await(watch, runs, atMost);
    }
  }

  /// Waits until the host is closed.
  public void awaitClose() throws InterruptedException {
    closed.await();
  }

  /// Ends in order and soon: takes nothing new, gives calls that run a moment to end, and
  /// interrupts those that do not. Their messages come back when the host is started again.
  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    folders.forEach(DagFolder::close);
    changes.close();
    server.ifPresent(ApiServer::close);
    tickClock.close();
    reconcile.close();
    receivers.forEach(Receiver::close);
    try {
      if (!areIdle()) {
        invocations.interruptAll();
        var _ = areIdle();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deadlines.close();
    kinds.forEach(LocalHost::release);
    storage.close();
    closed.countDown();
  }

  /// Ends as a killed process does, for tests: from now on nothing is written, so whatever is at
  /// work neither reports nor acknowledges.
  void kill() {
    closing.set(true);
    tickClock.close();
    reconcile.close();
    receivers.forEach(Receiver::close);
    storage.close();
    folders.forEach(DagFolder::close);
    changes.close();
    invocations.interruptAll();
    server.ifPresent(ApiServer::close);
    deadlines.close();
    kinds.forEach(LocalHost::release);
    closed.countDown();
  }

  private static void release(TaskKind kind) {
    if (kind instanceof AutoCloseable held) {
      try {
        held.close();
      } catch (Exception e) {
        // All that it holds ends with the process anyway.
        LOG.warn("the task kind {} could not be closed", kind.name(), e);
      }
    }
  }

  private boolean areIdle() throws InterruptedException {
    var end = System.nanoTime() + LAST_CALLS.toNanos();
    var idle = true;
    for (var receiver : receivers) {
      idle &= receiver.awaitIdle(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return idle;
  }
}
