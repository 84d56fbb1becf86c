package dev.millrace.integrations.http;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// Makes connections secure, and notes when it begins to. Certificates are read with the first of
/// them, because that takes a while.
final class PhasedTls implements TlsSocketStrategy {
  private final Supplier<SSLContext> trust;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable TlsSocketStrategy strategy;

  PhasedTls(Supplier<SSLContext> trust) {
    this.trust = trust;
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String host, int port, @Nullable Object attachment, HttpContext context)
      throws IOException {
    Exchange.CURRENT.get().enter(Phase.TLS);
    return strategy().upgrade(socket, host, port, attachment, context);
  }

  private TlsSocketStrategy strategy() {
    var known = strategy;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      var now = strategy;
      if (now == null) {
        now = new DefaultClientTlsStrategy(trust.get());
        strategy = now;
      }
      return now;
    } finally {
      lock.unlock();
    }
  }
}
