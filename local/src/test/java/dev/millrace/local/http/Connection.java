package dev.millrace.local.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A connection on which a test may send whatever bytes it likes.
final class Connection implements AutoCloseable {
  private static final int SILENCE_MAX_MS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Connection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(SILENCE_MAX_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// Sends text; lines of a head end with a carriage return and a line feed.
  Connection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  Connection send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /// Reads one answer.
  Reply reply() throws IOException {
    return reply(true);
  }

  /// Reads one answer.
  ///
  /// @param hasBody false for the answer to HEAD
  Reply reply(boolean hasBody) throws IOException {
    var start = line();
    var status = Integer.parseInt(start.split(" ", 3)[1]);
    var headers = headers();
    var length = headers.getOrDefault("content-length", List.of("0")).getFirst();
    var chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
    var body = new ByteArrayOutputStream();
    if (hasBody && chunked) {
      for (var chunk = chunk(); chunk.length > 0; chunk = chunk()) {
        body.write(chunk);
      }
    } else if (hasBody) {
      body.write(in.readNBytes(Integer.parseInt(length)));
    }
    return new Reply(status, headers, body.toString(StandardCharsets.UTF_8));
  }

  /// Reads the head of an answer whose body is read chunk by chunk.
  Map<String, List<String>> head() throws IOException {
    var _ = line();
    return headers();
  }

  /// Reads a chunk of a body; an empty one is the last.
  byte[] chunk() throws IOException {
    var size = Integer.parseInt(line(), 16);
    var chunk = in.readNBytes(size);
    var _ = line();
    return chunk;
  }

  /// Sends no more.
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /// All that the server still sends until it closes the connection.
  String rest() throws IOException {
    try {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }

  /// Sends the same again and again until the server hangs up.
  ///
  /// @return whether it did before so many bytes
  boolean sendUntilRefused(String text, int mostBytes) throws IOException {
    try {
      for (var sent = 0; sent < mostBytes; sent += text.length()) {
        send(text);
      }
      return false;
    } catch (SocketException hungUp) {
      return true;
    }
  }

  /// Whether the server has closed the connection, or closes it without another word.
  boolean isEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private Map<String, List<String>> headers() throws IOException {
    var headers = new HashMap<String, List<String>>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new EOFException("the connection ended after: " + line);
      }
      if (read != '\r') {
        line.write(read);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
