package dev.millrace.testkit.servers;

import java.net.URI;
import java.util.List;

/// A running ElasticMQ, which speaks the protocol of SQS and keeps its queues in memory. What it
/// does not do as AWS does: it ignores `DeduplicationScope`.
public final class ElasticMq implements AutoCloseable {
  private final ServerProcess process;

  private ElasticMq(ServerProcess process) {
    this.process = process;
  }

  /// Starts one; it answers when this returns.
  static ElasticMq start() {
    var classPath = ServerClassPath.ofServers();
    return new ElasticMq(
        ServerProcess.start(
            "ElasticMQ",
            port ->
                new ServerProcess.Command(
                    classPath,
                    List.of(
                        "-Dnode-address.host=127.0.0.1",
                        "-Dnode-address.port=" + port,
                        "-Drest-sqs.bind-port=" + port,
                        "-Drest-sqs.bind-hostname=127.0.0.1",
                        "-Drest-stats.enabled=false"),
                    "org.elasticmq.server.Main",
                    List.of())));
  }

  /// Where it answers.
  public URI endpoint() {
    return process.endpoint();
  }

  @Override
  public void close() {
    process.close();
  }
}
