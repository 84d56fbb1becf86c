package dev.millrace.integrations.http;

import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The kind under test with time, names and guard in the test's hand. Attempts run on virtual
/// threads, as the engine runs them.
final class Client implements AutoCloseable {
  private static final Map<String, String> NAMES =
      Map.of(
          "shop.example", "127.0.0.1",
          "other.example", "127.0.0.1",
          "metadata.example", "169.254.169.254",
          "intranet.example", "10.1.2.3");

  final ManualAlarms alarms = new ManualAlarms();
  final HttpTransport transport;
  final HttpKind kind;

  private Client(HttpSettings settings, NameLookup lookup, Trust trust) {
    this(settings, lookup, trust, AwsSettings.none());
  }

  private Client(HttpSettings settings, NameLookup lookup, Trust trust, AwsSettings aws) {
    transport = new HttpTransport(settings, lookup, trust, alarms);
    kind = new HttpKind(() -> transport, new AwsApi(aws, new LazyTransport(() -> transport)));
  }

  static Client actingAs(AwsSettings aws) {
    return new Client(HttpSettings.embedded(), Client::lookUp, Trust.ofJvm(), aws);
  }

  static Client embedded() {
    return trusting(Trust.ofJvm());
  }

  static Client guardedBy(AddressGuard guard) {
    return guardedBy(guard, Client::lookUp);
  }

  static Client guardedBy(AddressGuard guard, NameLookup lookup) {
    return new Client(new HttpSettings(guard), lookup, Trust.ofJvm());
  }

  static Client through(HttpProxy proxy, AddressGuard guard, NameLookup lookup) {
    return new Client(new HttpSettings(guard).through(proxy), lookup, Trust.ofJvm());
  }

  static Client lookingUpWith(NameLookup lookup) {
    return guardedBy(AddressGuard.publicAndLoopback(), lookup);
  }

  static Client trusting(Trust trust) {
    return new Client(HttpSettings.embedded(), Client::lookUp, trust);
  }

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    var known = NAMES.get(host);
    if (known == null && host.endsWith(".example")) {
      throw new UnknownHostException(host);
    }
    return InetAddress.getAllByName(known == null ? host : known);
  }

  Execution get(String url) {
    return execute("{\"get\": \"" + url + "\"}");
  }

  Execution execute(String arguments) {
    return execute(TestAttempt.with(arguments));
  }

  Execution execute(AttemptContext attempt) {
    try {
      return start(attempt).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Starts an attempt on a virtual thread of its own.
  Running start(AttemptContext attempt) {
    var task =
        new FutureTask<>(
            () -> attempt.attempt().step() == 0 ? kind.execute(attempt) : kind.resume(attempt));
    return new Running(task, Thread.startVirtualThread(task));
  }

  /// An attempt under way.
  record Running(FutureTask<Execution> task, Thread thread) {
    Execution get() throws InterruptedException, ExecutionException {
      return task.get();
    }
  }

  @Override
  public void close() {
    kind.close();
  }
}
