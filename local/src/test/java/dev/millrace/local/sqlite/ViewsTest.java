package dev.millrace.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Custody;
import dev.millrace.core.run.InFlight;
import dev.millrace.core.run.Issuer;
import dev.millrace.core.run.RunState;
import dev.millrace.core.run.TaskStates;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.store.Payload;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.TaskRecord;
import dev.millrace.engine.text.JsonText;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a person sees who opens the file with another program while the host works.
class ViewsTest {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00.123456Z");
  private static final RunId RUN = new RunId("orders.one");

  @RegisterExtension private final OpenStorage storage = new OpenStorage();

  @BeforeEach
  void run_something() {
    var runs = storage.get().runs();
    runs.create(busy(), new Payload.Inline(JsonText.read("{\"day\":\"monday\"}")));
    runs.record(
        RUN,
        List.of(
            record("load", OptionalInt.empty(), succeeded()),
            record(
                "charge",
                OptionalInt.of(7),
                new TaskRecord.Content.Failed(
                    new ErrorName("Http.503"), "busy", Optional.empty()))));
    storage
        .get()
        .dispatch()
        .send(Lane.LONG, List.of(new DispatchMessage.Wake(RUN, START)), Duration.ofMinutes(1));
  }

  @Test
  void runs_show_status_counts_and_values() throws Exception {
    assertThat(
            query(
                """
                SELECT run, dag, version, status, started_at, ended_at, counts, in_flight, error,
                       cause, failed_task, input, output, seq FROM v_runs\
                """))
        .containsExactly(
            "orders.one|orders|3|RUNNING|2026-11-23T06:00:00.123456Z|null|"
                + "{\"WAITING\":1,\"DISPATCHED\":2,\"SUCCEEDED\":1}|2|null|null|null|"
                + "{\"day\":\"monday\"}|null|1");
  }

  @Test
  void tasks_show_their_latest_attempts() throws Exception {
    assertThat(query("SELECT * FROM v_tasks"))
        .containsExactly(
            "orders.one|charge|7|FAILED|2|2026-11-23T06:00:00.123456Z|"
                + "2026-11-23T06:00:02.123456Z|null|Http.503|busy",
            "orders.one|load|null|SUCCEEDED|2|2026-11-23T06:00:00.123456Z|"
                + "2026-11-23T06:00:02.123456Z|{\"n\":1}|null|null");
  }

  @Test
  void failures_show_what_failed_where() throws Exception {
    assertThat(query("SELECT run, run_status, task, idx, attempt, error, cause FROM v_failures"))
        .containsExactly("orders.one|RUNNING|charge|7|2|Http.503|busy");
  }

  @Test
  void the_queue_shows_messages_that_wait() throws Exception {
    assertThat(query("SELECT queue, run, sent_at, due_at, receives FROM v_queue"))
        .containsExactly(
            "dispatch-long|orders.one|2026-11-23T06:00:00.000000Z|2026-11-23T06:01:00.000000Z|0");
  }

  private List<String> query(String sql) throws Exception {
    var rows = new ArrayList<String>();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + storage.folder().resolve("millrace.db"));
        var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      while (found.next()) {
        var row = new ArrayList<String>();
        for (var column = 1; column <= found.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(found.getString(column)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  private static TaskRecord.Content succeeded() {
    return new TaskRecord.Content.Succeeded(new Payload.Inline(JsonText.read("{\"n\":1}")));
  }

  private static TaskRecord record(String task, OptionalInt index, TaskRecord.Content content) {
    return new TaskRecord(
        new TaskName(task),
        index,
        2,
        0,
        content,
        START,
        START,
        START.plusSeconds(2),
        "i-1",
        List.of());
  }

  private static RunRecord busy() {
    var by = new Issuer("m", "i", 1);
    var sent = new Custody.Sent(START, 1);
    var state =
        new RunState(
            1,
            RunStatus.RUNNING,
            Optional.empty(),
            0,
            17,
            START,
            START.plusSeconds(60),
            Optional.empty(),
            TaskStates.parse("Sddw"),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(
                Map.of(
                    new AssignmentId(1, 0),
                    new InFlight(List.of(Attempt.first(Work.of(1), 1)), Lane.SHORT, by, sent),
                    new AssignmentId(1, 1),
                    new InFlight(List.of(Attempt.first(Work.of(2), 1)), Lane.LONG, by, sent))),
            List.of(),
            Optional.empty());
    var record = Runs.record(RUN.text(), START);
    return record.with(state, record.nextCheck());
  }
}
