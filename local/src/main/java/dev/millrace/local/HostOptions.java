package dev.millrace.local;

import dev.millrace.local.http.ApiServer.Listen;
import dev.millrace.local.sqlite.Durability;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How to open an embedded host.
///
/// @param data the folder of everything durable; it is made when it is missing
/// @param api where the API listens; empty: there is none, and callbacks cannot be answered
/// @param dags a folder whose DAG documents are stored and watched
/// @param connections a folder whose connection documents are stored and watched
/// @param environment variables that `env://` may name
/// @param notices is told what happens to these documents, in lines for people
public record HostOptions(
    Path data,
    Durability durability,
    Optional<Listen> api,
    Optional<Path> dags,
    Optional<Path> connections,
    Map<String, String> environment,
    Consumer<String> notices) {
  /// The port of the API when nobody says another.
  public static final int PORT = 7070;

  /// The address of the API when nobody says another: this machine only.
  public static final String ADDRESS = "127.0.0.1";

  /// The folder beside DAG documents that holds their connections when nobody says another.
  public static final String CONNECTIONS = "connections";

  /// Copies the map.
  public HostOptions {
    environment = Map.copyOf(environment);
  }

  /// A host on that folder without API, for `millrace run` and tests. Its secrets may stand in the
  /// environment of this process.
  public static HostOptions in(Path data) {
    return new HostOptions(
        data,
        Durability.NORMAL,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        System.getenv(),
        _ -> {});
  }

  /// The same with an API.
  ///
  /// @param port 0: any that is free
  public HostOptions withApi(String address, int port) {
    var listen = Optional.of(new Listen(address, port));
    return new HostOptions(data, durability, listen, dags, connections, environment, notices);
  }

  /// The same with a folder of DAG documents.
  public HostOptions withDags(Path folder, Consumer<String> told) {
    return new HostOptions(
        data, durability, api, Optional.of(folder), connections, environment, told);
  }

  /// The same with a folder of connection documents.
  public HostOptions withConnections(Path folder, Consumer<String> told) {
    return new HostOptions(data, durability, api, dags, Optional.of(folder), environment, told);
  }

  /// The same with other variables than those of this process.
  public HostOptions withEnvironment(Map<String, String> variables) {
    return new HostOptions(data, durability, api, dags, connections, variables, notices);
  }

  /// The same, with another promise for a loss of power.
  public HostOptions with(Durability other) {
    return new HostOptions(data, other, api, dags, connections, environment, notices);
  }
}
