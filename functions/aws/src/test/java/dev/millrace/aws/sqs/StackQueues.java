package dev.millrace.aws.sqs;

import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.testkit.servers.QueueServer;
import dev.millrace.testkit.servers.QueueServer.Address;
import dev.millrace.testkit.servers.QueueServer.Queue;
import java.time.Duration;
import java.util.UUID;

/// The queues of a stack on a server of the test, under names of their own.
public record StackQueues(
    Address dispatch,
    Address dispatchLong,
    Address results,
    Address dispatchDead,
    Address dispatchLongDead,
    Address resultsDead,
    Address startDead) {

  /// Makes them.
  public static StackQueues create(QueueServer server) {
    var stack = "stack-" + UUID.randomUUID();
    var dispatchDead = server.create(dead(stack + "-dispatch-dead"));
    var dispatchLongDead = server.create(dead(stack + "-dispatch-long-dead"));
    var resultsDead = server.create(dead(stack + "-results-dead.fifo"));
    return new StackQueues(
        server.create(redriving(stack + "-dispatch", 75, dispatchDead)),
        server.create(redriving(stack + "-dispatch-long", 915, dispatchLongDead)),
        server.create(redriving(stack + "-results.fifo", 75, resultsDead)),
        dispatchDead,
        dispatchLongDead,
        resultsDead,
        server.create(dead(stack + "-start-dead")));
  }

  private static Queue dead(String name) {
    return Queue.of(name, Duration.ofSeconds(30));
  }

  private static Queue redriving(String name, int visibilitySeconds, Address dead) {
    return new Queue(
        name, Duration.ofSeconds(visibilitySeconds), DeadLetters.RECEIVES_MAX, dead.arn());
  }

  /// Where they are, for the adapters.
  public QueueUrls urls() {
    return new QueueUrls(
        dispatch.url(),
        dispatchLong.url(),
        results.url(),
        dispatchDead.url(),
        dispatchLongDead.url(),
        resultsDead.url(),
        startDead.url());
  }
}
