package dev.millrace.local.sqlite;

import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.Clock;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The three queues of a host, as the engine's ports.
final class SqliteQueues implements DispatchQueue, ResultsQueue, Timers {
  private final SqliteQueue<DispatchMessage> shortLane;
  private final SqliteQueue<DispatchMessage> longLane;
  private final SqliteQueue<ResultMessage> results;
  private final Clock clock;

  SqliteQueues(GroupCommit writer, ReadPool reads, Clock clock, MessageIds ids) {
    this.shortLane = lane(QueueName.DISPATCH, writer, reads, clock, ids);
    this.longLane = lane(QueueName.DISPATCH_LONG, writer, reads, clock, ids);
    this.results =
        new SqliteQueue<>(
            QueueName.RESULTS,
            writer,
            reads,
            clock,
            ids,
            MessageFormat::write,
            MessageFormat::readResult);
    this.clock = clock;
  }

  private static SqliteQueue<DispatchMessage> lane(
      QueueName name, GroupCommit writer, ReadPool reads, Clock clock, MessageIds ids) {
    return new SqliteQueue<>(
        name, writer, reads, clock, ids, MessageFormat::write, MessageFormat::readDispatch);
  }

  void load() {
    shortLane.load();
    longLane.load();
    results.load();
  }

  void close() {
    shortLane.close();
    longLane.close();
    results.close();
  }

  SqliteQueue<DispatchMessage> lane(Lane lane) {
    return switch (lane) {
      case SHORT -> shortLane;
      case LONG -> longLane;
    };
  }

  SqliteQueue<ResultMessage> results() {
    return results;
  }

  @Override
  public void send(Lane lane, List<? extends DispatchMessage> messages, Duration delay) {
    if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
      throw new IllegalArgumentException("a delay of 0 to " + DELAY_MAX + ", not " + delay);
    }
    lane(lane).send(messages, DispatchMessage::run, clock.now().plus(delay));
  }

  @Override
  public Optional<Instant> oldest(Lane lane) {
    return lane(lane).oldest();
  }

  @Override
  public void send(ResultMessage message) {
    results.sendOnce(message, message.run(), message.deduplicationId());
  }

  /// A wake is a message that is delayed for as long as it takes: this queue has no longest delay.
  @Override
  public void wake(RunId run, Instant at) {
    shortLane.send(List.of(new DispatchMessage.Wake(run, at)), DispatchMessage::run, at);
  }
}
