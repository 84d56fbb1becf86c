package dev.millrace.integrations.http;

import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// Makes connections secure, and notes when it begins to. Certificates are read with the first of
/// them, because that takes a while. Each client certificate has a context of its own, so that no
/// session of one is resumed by another.
final class PhasedTls implements TlsSocketStrategy {
  /// Most client certificates at a time; a host that uses more begins anew.
  private static final int IDENTITIES = 100;

  private final Trust trust;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Optional<ClientIdentity>, TlsSocketStrategy> strategies = new HashMap<>();

  PhasedTls(Trust trust) {
    this.trust = trust;
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String host, int port, @Nullable Object attachment, HttpContext context)
      throws IOException {
    var exchange = Exchange.CURRENT.get();
    exchange.enter(Phase.TLS);
    return strategy(exchange.identity()).upgrade(socket, host, port, attachment, context);
  }

  private TlsSocketStrategy strategy(Optional<ClientIdentity> identity) {
    lock.lock();
    try {
      if (strategies.size() >= IDENTITIES && !strategies.containsKey(identity)) {
        strategies.clear();
      }
      return strategies.computeIfAbsent(
          identity,
          shown ->
              new DefaultClientTlsStrategy(
                  trust.with(shown.map(ClientIdentity::keys).orElse(new KeyManager[0]))));
    } finally {
      lock.unlock();
    }
  }
}
