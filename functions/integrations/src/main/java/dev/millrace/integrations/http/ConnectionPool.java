package dev.millrace.integrations.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// The HTTP client and its connections: one pool for all requests of a host. It retries nothing,
/// follows nothing, and keeps neither cookies nor credentials.
final class ConnectionPool implements AutoCloseable {
  /// Connections in use and idle. A function on Lambda may have 1,024 files open in all.
  static final int CONNECTIONS_MAX = 800;

  /// Of them to one host and port: enough that the engine's own limits decide how much goes on.
  static final int CONNECTIONS_PER_HOST_MAX = 500;

  /// Longest wait for one address of a host to take the connection, and for each step of TLS.
  static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(10);

  /// An idle connection is used no more after this. Servers and networks between drop them silently
  /// after a minute or so.
  static final Duration IDLE_MAX = Duration.ofSeconds(45);

  /// How often idle connections are looked for and closed, while there are any.
  static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

  /// Longest line in the head of an answer.
  static final int LINE_MAX_BYTES = 32 * 1024;

  /// Most headers of an answer.
  static final int HEADERS_MAX = 200;

  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(LINE_MAX_BYTES).setMaxHeaderCount(HEADERS_MAX).build();

  /// An idle connection that the server has closed is found by a look that costs up to 1 ms. Before
  /// a request that must not be sent twice it is worth it every time; others can be tried again.
  private static final ConnectionConfig CHECKED_ALWAYS = connections(Duration.ZERO);

  private static final ConnectionConfig CHECKED_WHEN_OLD = connections(Duration.ofSeconds(1));

  private final PoolingHttpClientConnectionManager pool;
  private final CloseableHttpClient client;
  private final GuardedLookup lookup;
  private final Alarms alarms;
  private final AtomicBoolean sweepIsDue = new AtomicBoolean();

  /// @param tls makes connections secure
  ConnectionPool(GuardedLookup lookup, TlsSocketStrategy tls, Alarms alarms) {
    this.lookup = lookup;
    this.alarms = alarms;
    this.pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(lookup)
            .setTlsSocketStrategy(tls)
            .setConnectionFactory(_ -> StrictConnection.create(LIMITS))
            .setConnectionConfigResolver(
                _ ->
                    Exchange.CURRENT.isBound() && !Exchange.CURRENT.get().call().isIdempotent()
                        ? CHECKED_ALWAYS
                        : CHECKED_WHEN_OLD)
            .setMaxConnTotal(CONNECTIONS_MAX)
            .setMaxConnPerRoute(CONNECTIONS_PER_HOST_MAX)
            .build();
    var client = HttpClientBuilder.create();
    lookup.proxy().ifPresent(proxy -> client.setRoutePlanner(new ProxyRoutes(proxy)));
    this.client =
        client
            .setConnectionManager(pool)
            .setRequestExecutor(new PhasedExecutor())
            .setKeepAliveStrategy(
                (response, context) ->
                    keepAlive(
                        DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(
                            response, context)))
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableDefaultUserAgent()
            .disableConnectionState()
            .build();
  }

  /// Sends a request and gives the answer once its head has come. Whoever gets it closes it.
  ///
  /// @param time longest wait for a free connection
  ClassicHttpResponse open(HttpHost host, HttpUriRequestBase request, Duration time)
      throws IOException {
    if (lookup.proxy().isPresent()) {
      lookup.check(host.getHostName());
    }
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(time.plusMillis(1)))
            .setAuthenticationEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .build());
    var context = HttpClientContext.create();
    // A connection that was opened in some way serves only requests that may go the same way.
    context.setUserToken(Exchange.CURRENT.get().way(host.getHostName()));
    return client.executeOpen(host, request, context);
  }

  /// A request is over, so there may be an idle connection to close some time.
  void used() {
    if (sweepIsDue.compareAndSet(false, true)) {
      var _ = alarms.after(SWEEP_EVERY, this::sweep);
    }
  }

  /// Connections that wait to be used again.
  int idle() {
    return pool.getTotalStats().getAvailable();
  }

  @Override
  public void close() {
    pool.close(CloseMode.IMMEDIATE);
  }

  private void sweep() {
    pool.closeExpired();
    pool.closeIdle(TimeValue.of(IDLE_MAX));
    sweepIsDue.set(false);
    if (idle() > 0) {
      used();
    }
  }

  private static TimeValue keepAlive(TimeValue asked) {
    return TimeValue.isPositive(asked) && asked.toDuration().compareTo(IDLE_MAX) < 0
        ? asked
        : TimeValue.of(IDLE_MAX);
  }

  private static ConnectionConfig connections(Duration checkedAfter) {
    return ConnectionConfig.custom()
        .setConnectTimeout(Timeout.of(CONNECT_TIME_MAX))
        .setValidateAfterInactivity(TimeValue.of(checkedAfter))
        .build();
  }

  /// Notes when the first byte of a request may go out. What asks a proxy for a way to the server
  /// is not the request yet.
  private static final class PhasedExecutor extends HttpRequestExecutor {
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        HttpResponseInformationCallback informationCallback,
        HttpContext context)
        throws IOException, HttpException {
      Exchange.CURRENT
          .get()
          .enter(Method.CONNECT.isSame(request.getMethod()) ? Phase.PROXY : Phase.ANSWER);
      return super.execute(request, connection, informationCallback, context);
    }
  }
}
