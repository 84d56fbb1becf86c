package dev.millrace.testkit.servers;

import java.net.URI;
import java.util.List;

/// A running DynamoDB Local that keeps its tables in memory. It takes any region and credentials
/// and shows all of them the same tables. What it does not do as AWS does: it never throttles,
/// deletes no expired item, and gives index reads that are up to date.
public final class DynamoDbLocal implements AutoCloseable {
  private final ServerProcess process;

  private DynamoDbLocal(ServerProcess process) {
    this.process = process;
  }

  /// Starts one; it answers when this returns.
  static DynamoDbLocal start() {
    var classPath = ServerClassPath.ofServers();
    return new DynamoDbLocal(
        ServerProcess.start(
            "DynamoDB Local",
            port ->
                new ServerProcess.Command(
                    classPath,
                    List.of(
                        "-Dsqlite4java.library.path=" + classPath.folderOfNative("sqlite4java"),
                        "--enable-native-access=ALL-UNNAMED"),
                    LoopbackDynamoDb.class.getName(),
                    List.of(
                        "-inMemory",
                        "-sharedDb",
                        "-disableTelemetry",
                        "-port",
                        Integer.toString(port)))));
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
