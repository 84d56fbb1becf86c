package dev.millrace.local;

import dev.millrace.local.http.ApiServer.Listen;
import dev.millrace.local.sqlite.Durability;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// How to open an embedded host.
///
/// @param data the folder of everything durable; it is made when it is missing
/// @param api where the API listens; empty: there is none, and callbacks cannot be answered
/// @param dags a folder whose DAG documents are stored and watched
/// @param notices is told what happens to these documents, in lines for people
public record HostOptions(
    Path data,
    Durability durability,
    Optional<Listen> api,
    Optional<Path> dags,
    Consumer<String> notices) {
  /// The port of the API when nobody says another.
  public static final int PORT = 7070;

  /// The address of the API when nobody says another: this machine only.
  public static final String ADDRESS = "127.0.0.1";

  /// A host on that folder without API, for `millrace run` and tests.
  public static HostOptions in(Path data) {
    return new HostOptions(data, Durability.NORMAL, Optional.empty(), Optional.empty(), _ -> {});
  }

  /// The same with an API.
  ///
  /// @param port 0: any that is free
  public HostOptions withApi(String address, int port) {
    return new HostOptions(data, durability, Optional.of(new Listen(address, port)), dags, notices);
  }

  /// The same with a folder of DAG documents.
  public HostOptions withDags(Path folder, Consumer<String> told) {
    return new HostOptions(data, durability, api, Optional.of(folder), told);
  }

  /// The same, with another promise for a loss of power.
  public HostOptions with(Durability other) {
    return new HostOptions(data, other, api, dags, notices);
  }
}
