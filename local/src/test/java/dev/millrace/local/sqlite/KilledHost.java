package dev.millrace.local.sqlite;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.store.Payload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Writes without end and says each time what has returned, until somebody kills it.
public final class KilledHost {
  private KilledHost() {}

  /// Opens the folder given as argument.
  public static void main(String[] arguments) {
    var start = Instant.parse("2026-11-23T06:00:00Z");
    var storage = SqliteStorage.open(Path.of(arguments[0]), () -> start, Durability.NORMAL);
    for (var n = 0; ; n++) {
      var run = new RunId("orders.n" + n);
      var record = Runs.record(run.text(), start);
      storage.runs().create(record, new Payload.Inline(JsonNodeFactory.instance.numberNode(n)));
      storage.runs().put(Runs.next(record));
      storage
          .dispatch()
          .send(Lane.SHORT, List.of(new DispatchMessage.Wake(run, start)), Duration.ZERO);
      storage.receiving(Lane.SHORT).receive(1, Duration.ofHours(1));
      System.out.println(n);
    }
  }
}
