package dev.millrace.template;

import dev.millrace.testkit.servers.QueueServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes the queues of the templates, with their visibility and receive counts.
final class LoopbackQueues {
  private final QueueServer server;
  private final String unique;
  private final int pace;

  /// @param unique begins their names
  /// @param pace divides their times
  LoopbackQueues(QueueServer server, String unique, int pace) {
    this.server = server;
    this.unique = unique;
    this.pace = pace;
  }

  /// Makes them all.
  ///
  /// @return their addresses by the names of their resources
  Map<String, QueueServer.Address> create(Templates templates) {
    var addresses = new LinkedHashMap<String, QueueServer.Address>();
    var all = templates.ofType("AWS::SQS::Queue").toList();
    // Dead-letter queues first: the others name them.
    for (var queue : all) {
      if (queue.property("RedrivePolicy").isMissingNode()) {
        addresses.put(queue.id(), server.create(queue(queue, 0, "")));
      }
    }
    for (var queue : all) {
      var policy = queue.property("RedrivePolicy");
      if (!policy.isMissingNode()) {
        var dead = policy.path("deadLetterTargetArn").path("Fn::GetAtt").path(0).asText();
        var receives = policy.path("maxReceiveCount").asInt();
        addresses.put(
            queue.id(),
            server.create(queue(queue, receives, LoopbackStack.of(addresses, dead).arn())));
      }
    }
    return addresses;
  }

  private QueueServer.Queue queue(Resource queue, int receivesMax, String dead) {
    var end = queue.property("FifoQueue").asBoolean() ? ".fifo" : "";
    return new QueueServer.Queue(
        unique + "-" + queue.id() + end,
        Duration.ofSeconds(queue.property("VisibilityTimeout").asLong()).dividedBy(pace),
        receivesMax,
        dead);
  }
}
