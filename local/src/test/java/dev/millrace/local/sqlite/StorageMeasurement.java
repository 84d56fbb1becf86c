package dev.millrace.local.sqlite;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Lease;
import dev.millrace.core.run.Outcome;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore.Writing;
import dev.millrace.engine.store.TaskRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Prints what the storage's operations cost; to be run by hand, with the data folder's parent as
/// argument.
public final class StorageMeasurement {
  private static final Payload OUTPUT =
      new Payload.Inline(JsonNodeFactory.instance.objectNode().put("n", 17));

  private final SqliteStorage storage;

  private StorageMeasurement(SqliteStorage storage) {
    this.storage = storage;
  }

  /// Measures in a new folder.
  public static void main(String[] arguments) throws Exception {
    var parent = Path.of(arguments.length > 0 ? arguments[0] : ".");
    var durability = arguments.length > 1 ? Durability.valueOf(arguments[1]) : Durability.NORMAL;
    var folder = Files.createTempDirectory(parent, "measured");
    try (var storage =
        SqliteStorage.open(
            folder, () -> Instant.now().truncatedTo(ChronoUnit.MICROS), durability)) {
      var measurement = new StorageMeasurement(storage);
      for (var round = 0; round < 4; round++) {
        System.out.println("round " + round);
        measurement.chain(round, 100);
        measurement.lonePuts(round, 5_000, 10);
        measurement.lonePuts(round, 2_000, 10_000);
        measurement.puts(round, 100, 500);
        measurement.claims(round, 100, 500);
        measurement.queue(round, 10_000);
        measurement.fan(round, 10_000);
        measurement.reads(round, 10_000);
      }
    }
  }

  private void chain(int round, int tasks) throws Exception {
    var run = new RunId("chain.r" + round);
    storage.runs().create(record(run, 1, tasks), OUTPUT);
    timed(
        "chain of " + tasks + ", record and put",
        tasks,
        onVirtual(
            () -> {
              for (var task = 0; task < tasks; task++) {
                storage.runs().record(run, List.of(taskRecord("task" + task, 0)));
                put(record(run, task + 2, tasks));
              }
            }));
  }

  private void lonePuts(int round, int puts, int tasks) throws Exception {
    var run = new RunId("lone" + tasks + ".r" + round);
    storage.runs().create(record(run, 1, tasks), OUTPUT);
    timed(
        "lone puts of a run of " + tasks,
        puts,
        onVirtual(
            () -> {
              for (var seq = 2; seq < puts + 2; seq++) {
                put(record(run, seq, tasks));
              }
            }));
  }

  private void puts(int round, int writers, int puts) throws Exception {
    var works = new ArrayList<Runnable>();
    for (var writer = 0; writer < writers; writer++) {
      var run = new RunId("many.r" + round + "-" + writer);
      storage.runs().create(record(run, 1, 10), OUTPUT);
      works.add(
          () -> {
            for (var seq = 2; seq < puts + 2; seq++) {
              put(record(run, seq, 10));
            }
          });
    }
    timed(writers + " writers put", writers * puts, () -> together(works));
  }

  private void claims(int round, int writers, int claims) throws Exception {
    var run = new RunId("claims.r" + round);
    var lease = new Lease("i-1", Instant.now(), 1);
    var works = new ArrayList<Runnable>();
    for (var writer = 0; writer < writers; writer++) {
      var seq = writer;
      works.add(
          () -> {
            for (var ordinal = 0; ordinal < claims; ordinal++) {
              storage.runs().claim(new Claim(run, new AssignmentId(seq, ordinal), "m", lease));
            }
          });
    }
    timed(writers + " writers claim", writers * claims, () -> together(works));
  }

  private void queue(int round, int messages) throws Exception {
    var run = new RunId("queue.r" + round);
    var queue = storage.receiving(Lane.SHORT);
    timed(
        "send, receive, acknowledge alone",
        messages / 10,
        onVirtual(
            () -> {
              for (var i = 0; i < messages / 10; i++) {
                storage.dispatch().send(Lane.SHORT, List.of(message(run, i)), Duration.ZERO);
                var deliveries = queue.receive(1, Duration.ofMinutes(1));
                queue.acknowledge(List.of(deliveries.getFirst().receipt()));
              }
            }));
    timed(
        "send, receive, acknowledge by tens",
        messages,
        onVirtual(
            () -> {
              for (var i = 0; i < messages / 10; i++) {
                var from = i * 10;
                storage
                    .dispatch()
                    .send(
                        Lane.SHORT,
                        IntStream.range(from, from + 10).mapToObj(n -> message(run, n)).toList(),
                        Duration.ZERO);
                var deliveries = queue.receive(10, Duration.ofMinutes(1));
                queue.acknowledge(deliveries.stream().map(Delivery::receipt).toList());
              }
            }));
  }

  /// All that a fan-out writes: messages, claims, records in tens, results, RUN.
  private void fan(int round, int tasks) throws Exception {
    var run = new RunId("fan.r" + round);
    storage.runs().create(record(run, 1, tasks), OUTPUT);
    var groups = tasks / 10;
    var seq = new int[] {2};
    timed(
        "fan of " + tasks,
        tasks,
        () -> {
          for (var sent = 0; sent < groups; sent += 256) {
            var from = sent;
            var count = Math.min(256, groups - sent);
            storage
                .dispatch()
                .send(
                    Lane.SHORT,
                    IntStream.range(from, from + count).mapToObj(n -> message(run, n)).toList(),
                    Duration.ZERO);
            put(record(run, seq[0]++, tasks));
            var works = new ArrayList<Runnable>();
            for (var worker = 0; worker < count; worker++) {
              works.add(() -> work(run));
            }
            together(works);
            advance(run, seq, tasks);
          }
        });
  }

  private void work(RunId run) {
    var queue = storage.receiving(Lane.SHORT);
    var delivery = queue.receive(1, Duration.ofMinutes(1)).getFirst();
    if (delivery.message() instanceof DispatchMessage.Assignment assignment) {
      storage
          .runs()
          .claim(
              new Claim(
                  run, assignment.id(), delivery.messageId(), new Lease("i", Instant.now(), 1)));
      storage.runs().read(run, List.of(new TaskName("first")));
      var seq = (int) assignment.id().seq();
      storage
          .runs()
          .record(run, IntStream.range(0, 10).mapToObj(n -> taskRecord("task" + seq, n)).toList());
      storage
          .results()
          .send(
              new ResultMessage(
                  run,
                  assignment.id().toString(),
                  List.of(
                      new Event.Reported(
                          assignment.id(),
                          Attempt.first(Work.of(seq), 1),
                          new Outcome.Succeeded()))));
    }
    queue.acknowledge(List.of(delivery.receipt()));
  }

  private void advance(RunId run, int[] seq, int tasks) {
    var results = storage.receivingResults();
    for (var batch = results.receive(10, Duration.ofMinutes(1));
        !batch.isEmpty();
        batch = results.receive(10, Duration.ofMinutes(1))) {
      load(run);
      put(record(run, seq[0]++, tasks));
      results.acknowledge(batch.stream().map(Delivery::receipt).toList());
    }
  }

  private void reads(int round, int reads) throws Exception {
    var run = new RunId("chain.r" + round);
    timed(
        "load a run",
        reads,
        onVirtual(
            () -> {
              for (var i = 0; i < reads; i++) {
                load(run);
              }
            }));
    timed(
        "read three tasks and the stop",
        reads,
        onVirtual(
            () -> {
              var names =
                  List.of(new TaskName("task1"), new TaskName("task2"), new TaskName("task3"));
              for (var i = 0; i < reads; i++) {
                storage.runs().read(run, names);
              }
            }));
  }

  private void load(RunId run) {
    if (storage.runs().load(run).isEmpty()) {
      throw new IllegalStateException("lost: " + run);
    }
  }

  private void put(RunRecord record) {
    if (!(storage.runs().put(record) instanceof Writing.Stored)) {
      throw new IllegalStateException("refused: " + record.run());
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Step onVirtual(Runnable work) {
    return () -> together(List.of(work));
  }

  private static void together(List<Runnable> works) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = works.stream().map(threads::submit).toList();
      for (var future : futures) {
        future.get();
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void timed(String what, int operations, Step step) throws Exception {
    var begin = System.nanoTime();
    step.run();
    var nanos = System.nanoTime() - begin;
    System.out.printf(
        "  %-40s %8.1f ms %8.1f us each%n", what, nanos / 1e6, nanos / 1e3 / operations);
  }

  private static DispatchMessage message(RunId run, int seq) {
    var attempts =
        IntStream.range(seq * 10, seq * 10 + 10)
            .mapToObj(task -> Attempt.first(Work.of(task), 1))
            .toList();
    return new DispatchMessage.Assignment(
        run, 1, 0, new AssignmentId(seq, 0), attempts, Lane.SHORT, 3);
  }

  private static TaskRecord taskRecord(String task, int index) {
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return new TaskRecord(
        new TaskName(task),
        index == 0 ? OptionalInt.empty() : OptionalInt.of(index),
        1,
        0,
        new TaskRecord.Content.Succeeded(OUTPUT),
        now,
        now,
        now,
        "invocation-1",
        List.of());
  }

  private static RunRecord record(RunId run, int seq, int tasks) {
    var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    var done = Math.min(seq, tasks);
    return new RunRecord(
        run,
        run.dag(),
        1,
        "sha256:3c",
        Optional.empty(),
        Optional.of(OUTPUT),
        new RunState(
            seq,
            RunStatus.RUNNING,
            Optional.empty(),
            0,
            17,
            now,
            now,
            Optional.empty(),
            TaskStates.parse("S".repeat(done) + "w".repeat(tasks - done)),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(),
            Optional.empty()),
        Optional.empty(),
        now.plusSeconds(120));
  }
}
