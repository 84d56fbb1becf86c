package dev.millrace.integrations.http;

import dev.millrace.engine.limit.Permit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/// What one attempt sends and gets, redirects included, and the one deadline over all of it. The
/// attempt's thread goes through the phases; [#expire] comes from another one.
final class Exchange {
  /// The exchange of this thread, for those whom the HTTP client calls without telling for whom.
  static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

  private final HttpCall call;
  private final Duration time;
  private final CompletableFuture<InetAddress[]> expiry = new CompletableFuture<>();
  private volatile Phase phase = Phase.TURN;
  private Permit permit = Permit.UNBOUNDED;
  private volatile @Nullable Cancellable current;
  private Hop hop;
  private Optional<Reply> reply = Optional.empty();
  private int redirects;

  /// @param time how long the exchange may take
  Exchange(HttpCall call, Duration time) {
    this.call = call;
    this.time = time;
    this.hop = Hop.first(call);
  }

  HttpCall call() {
    return call;
  }

  Duration time() {
    return time;
  }

  Phase phase() {
    return phase;
  }

  /// How the connection for a request to a host is made: the guard asks nobody about one that
  /// stands already.
  Way way(String host) {
    return new Way(call.access().allow().contains(host), identity());
  }

  /// What must be the same of two requests that share a connection.
  ///
  /// @param isOpened whether the host may be one that a connection's `allow` has opened
  /// @param identity what the client has shown
  record Way(boolean isOpened, Optional<ClientIdentity> identity) {}

  /// What the client shows to whom the present request goes to.
  Optional<ClientIdentity> identity() {
    return call.access().at(hop.address()).identity();
  }

  /// The request that is under way, after redirects.
  Hop hop() {
    return hop;
  }

  /// The answer to it, once its head has come.
  Optional<Reply> reply() {
    return reply;
  }

  /// How many redirects were followed.
  int redirects() {
    return redirects;
  }

  void enter(Phase next) {
    phase = next;
    if (next == Phase.ANSWER) {
      permit.sent();
    }
  }

  /// A request goes out. If the time is already over it ends before anything is sent.
  ///
  /// @param right told of its progress
  void begin(HttpUriRequestBase request, Permit right) {
    phase = Phase.POOL;
    permit = right;
    current = request;
    if (hasExpired()) {
      request.cancel();
    }
  }

  /// The head of an answer has come.
  void answered(Reply head) {
    reply = Optional.of(head);
    phase = Phase.BODY;
    permit.answered();
  }

  /// A redirect is followed.
  void redirect(Hop next) {
    hop = next;
    reply = Optional.empty();
    redirects++;
  }

  /// Whether the time was over before the end.
  boolean hasExpired() {
    return expiry.isDone();
  }

  /// The time is over: whatever waits for the network fails at once.
  void expire() {
    expiry.completeExceptionally(new UnknownHostException("the time is over"));
    abandon();
  }

  /// Closes the connection in use, with whatever it has not yet delivered.
  void abandon() {
    var request = current;
    if (request != null) {
      request.cancel();
    }
  }

  /// Looks up a name without outlasting the deadline or an interruption: the system's lookup
  /// knows neither.
  ///
  /// @throws UnknownHostException also when the time is over or the thread was interrupted; its
  ///     interrupt status is then set
  InetAddress[] addressesOf(String host, NameLookup lookup) throws UnknownHostException {
    var found = new CompletableFuture<InetAddress[]>();
    var _ =
        Thread.startVirtualThread(
            () -> {
              try {
                found.complete(lookup.addressesOf(host));
              } catch (UnknownHostException | RuntimeException e) {
                found.completeExceptionally(e);
              }
            });
    try {
      return found.applyToEither(expiry, addresses -> addresses).get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException("interrupted");
    } catch (ExecutionException e) {
      throw unknown(host, e);
    }
  }

  private static UnknownHostException unknown(String host, ExecutionException e) {
    var unknown = new UnknownHostException(host);
    unknown.initCause(e);
    return unknown;
  }
}
