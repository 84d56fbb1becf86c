package dev.millrace.testkit.servers;

/// Starts DynamoDB Local on the loopback address: its own main class listens on every network and
/// has no option for less. Runs in the server's process; here its classes are known by name only.
public final class LoopbackDynamoDb {
  private static final String RUNNER = "software.amazon.dynamodb.services.local.main.ServerRunner";

  private LoopbackDynamoDb() {}

  /// Takes the arguments of DynamoDB Local.
  public static void main(String[] arguments) throws ReflectiveOperationException {
    var proxy =
        Class.forName(RUNNER)
            .getMethod("createServerFromCommandLineArgs", String[].class)
            .invoke(null, (Object) arguments);
    var field = proxy.getClass().getDeclaredField("server");
    field.setAccessible(true);
    var server = field.get(proxy);
    for (var connector : (Object[]) server.getClass().getMethod("getConnectors").invoke(server)) {
      connector.getClass().getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
    }
    proxy.getClass().getMethod("start").invoke(proxy);
    proxy.getClass().getMethod("join").invoke(proxy);
  }
}
