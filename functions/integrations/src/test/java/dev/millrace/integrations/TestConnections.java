package dev.millrace.integrations;

import dev.millrace.core.ErrorName;
import dev.millrace.engine.connection.Connecting;
import dev.millrace.engine.connection.Connection;
import dev.millrace.engine.connection.ConnectionErrors;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.connection.ConnectionReader;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.secret.Secret;
import dev.millrace.engine.secret.SecretReference;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The connections of a host, and its secrets by their reference.
public final class TestConnections {
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Permits permits = new Permits(new TestEntries(), Instant::now, new TestIds(), 0);

  /// Puts a document that must be right.
  public TestConnections put(String document) {
    switch (ConnectionReader.read("connection", document)) {
      case ConnectionReader.Reading.Accepted(var connection) -> {
        var _ = connections.put(connection.name().text(), connection);
      }
      case ConnectionReader.Reading.Refused(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    }
    return this;
  }

  /// Keeps a secret.
  public TestConnections keep(String reference, String text) {
    secrets.put(reference, text);
    return this;
  }

  /// The rights to send requests, in real time.
  public Permits permits() {
    return permits;
  }

  Connecting connect(ConnectionName name) {
    var connection = connections.get(name.text());
    if (connection == null) {
      return new Connecting.Failed(ConnectionErrors.NOT_FOUND, "there is no connection " + name);
    }
    var values = new HashMap<SecretReference, Secret>();
    for (var reference : connection.references()) {
      var text = secrets.get(reference.toString());
      if (text == null) {
        return new Connecting.Failed(new ErrorName("Secret.NotFound"), reference + " is not kept");
      }
      values.put(reference, Secret.of(text));
    }
    return new Connecting.Connected(connection, values);
  }
}
