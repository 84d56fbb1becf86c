package dev.millrace.local.http;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.api.Api;
import dev.millrace.api.ApiCalls;
import dev.millrace.engine.Invocation;
import dev.millrace.local.deadline.Deadlines;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Listens for requests from [#open] on and answers them from [#serve] on, each on a virtual thread
/// of its own.
public final class ApiServer implements AutoCloseable {
  /// Requests answered at the same time, event streams counted; more are told to come again.
  static final int TOGETHER_MAX = 1_000;

  /// How long [#close] waits for requests that are being answered.
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  /// Connections that may wait to be accepted.
  private static final int BACKLOG = 256;

  /// The JDK's server reads its limits from properties, once. Names as in its module's summary.
  private static final Map<String, String> LIMITS =
      Map.of(
          // Without this a connection that never ends its request would stay for ever. Seconds.
          "sun.net.httpserver.maxReqTime", "60",
          "sun.net.httpserver.maxReqHeaderSize", "32768",
          "sun.net.httpserver.maxReqHeaders", "100",
          "jdk.httpserver.maxConnections", "4000",
          // Answers and events are small; waiting to fill a packet would cost 40 ms.
          "sun.net.httpserver.nodelay", "true");

  static {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }

  private final HttpServer server;
  private final Listen listen;
  private final Semaphore places = new Semaphore(TOGETHER_MAX);

  private ApiServer(HttpServer server, Listen listen) {
    this.server = server;
    this.listen = listen;
  }

  /// Where to listen.
  ///
  /// @param host a name or an address of this machine
  /// @param port 0: any that is free
  public record Listen(String host, int port) {}

  /// What became of opening.
  public sealed interface Opening {
    /// Listens; callers wait until it serves.
    record Open(ApiServer server) implements Opening {}

    /// It cannot listen there.
    record Refused(String message, String mend) implements Opening {}
  }

  /// Begins to listen.
  public static Opening open(Listen listen) {
    try {
      var address = new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port());
      return new Opening.Open(new ApiServer(HttpServer.create(address, BACKLOG), listen));
    } catch (UnknownHostException e) {
      return new Opening.Refused(
          "\"%s\" is no name or address of this machine.".formatted(listen.host()),
          "Use --host 127.0.0.1 for this machine only, or --host 0.0.0.0 for all networks.");
    } catch (BindException e) {
      return new Opening.Refused(
          "cannot listen on %s, port %d: %s."
              .formatted(listen.host(), listen.port(), e.getMessage()),
          "Perhaps another `millrace local` runs: stop it, or choose another port with --port"
              + " (0 takes any that is free).");
    } catch (IOException e) {
      return new Opening.Refused(
          "cannot listen on %s, port %d: %s"
              .formatted(listen.host(), listen.port(), e.getMessage()),
          "Choose another address with --host, or another port with --port.");
    }
  }

  /// The port that it listens on.
  public int port() {
    return server.getAddress().getPort();
  }

  /// Where the API can be asked from this machine, without a slash at the end.
  public String baseUrl() {
    var address = server.getAddress().getAddress();
    var host = listen.host();
    if (address.isAnyLocalAddress()) {
      host = "127.0.0.1";
    } else if (address instanceof Inet6Address && host.indexOf(':') >= 0 && !host.startsWith("[")) {
      host = "[" + host + "]";
    }
    return "http://" + host + ":" + port();
  }

  /// Begins to answer.
  ///
  /// @param invocations one for each call, with the time that it has
  public void serve(Api api, Supplier<Invocation> invocations, Deadlines deadlines) {
    var handler =
        new ExchangeHandler(
            new Guard(listen.host()), new ApiCalls(api), invocations, deadlines, places);
    server.createContext("/", handler);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /// Takes no more requests, lets those that are being answered end, for a second at most, and
  /// closes all connections.
  @Override
  public void close() {
    try {
      // All places free: nothing is being answered.
      if (places.tryAcquire(TOGETHER_MAX, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
        places.release(TOGETHER_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
  }
}
