package dev.millrace.local.requests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// A server that costs as little as one can, for measurements: it keeps connections, reads no more
/// of a request than where it ends, and always gives the same answer.
final class FastServer implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listening;
  private final AtomicLong answered = new AtomicLong();

  FastServer() throws IOException {
    listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::accept);
  }

  String url(String path) {
    return "http://127.0.0.1:" + listening.getLocalPort() + path;
  }

  /// Requests so far.
  long answered() {
    return answered.get();
  }

  private void accept() {
    try {
      while (true) {
        var socket = listening.accept();
        var _ = Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The measurement is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      var out = socket.getOutputStream();
      while (skipRequest(in)) {
        answered.incrementAndGet();
        out.write(ANSWER);
      }
    } catch (IOException gone) {
      // So is the client.
    }
  }

  private static boolean skipRequest(InputStream in) throws IOException {
    var length = 0;
    var line = new StringBuilder();
    for (var next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.append((char) next);
        continue;
      }
      var text = line.toString().strip().toLowerCase(Locale.ROOT);
      if (text.isEmpty()) {
        in.skipNBytes(length);
        return true;
      }
      if (text.startsWith("content-length:")) {
        length = Integer.parseInt(text.substring("content-length:".length()).strip());
      }
      line.setLength(0);
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
