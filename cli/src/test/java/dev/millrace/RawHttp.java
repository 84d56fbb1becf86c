package dev.millrace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Sends requests as they are written, over a socket: a proper client would refuse to send, or
/// mend, what a server must be able to bear.
final class RawHttp {

  /// An answer as far as it arrived.
  record Answer(String statusLine, List<String> headers, String body) {
    int status() {
      return Integer.parseInt(statusLine.split(" ", -1)[1]);
    }

    Optional<String> header(String name) {
      var prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(header -> header.substring(prefix.length()).strip())
          .findFirst();
    }
  }

  private RawHttp() {}

  /// Sends a request: its first line `METHOD TARGET`, headers, an empty line, a body. What it does
  /// not say itself is added: version, `Host`, `Connection: close` and the body's length.
  static Answer send(int port, String request) throws IOException {
    var cut = request.indexOf("\n\n");
    var head = cut < 0 ? request : request.substring(0, cut);
    var body = cut < 0 ? new byte[0] : request.substring(cut + 2).getBytes(StandardCharsets.UTF_8);
    var lines = new ArrayList<>(head.lines().toList());
    if (!lines.getFirst().contains(" HTTP/")) {
      lines.set(0, lines.getFirst() + " HTTP/1.1");
    }
    addUnlessSaid(lines, "Host", "127.0.0.1:" + port);
    addUnlessSaid(lines, "Connection", "close");
    if (body.length > 0) {
      addUnlessSaid(lines, "Content-Length", Integer.toString(body.length));
    }
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(bytes.toByteArray());
      socket.getOutputStream().flush();
      return parse(socket.getInputStream().readAllBytes());
    }
  }

  private static void addUnlessSaid(List<String> lines, String name, String value) {
    var prefix = name.toLowerCase(Locale.ROOT) + ":";
    if (lines.stream().noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))) {
      lines.add(name + ": " + value);
    }
  }

  private static Answer parse(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var cut = text.indexOf("\r\n\r\n");
    if (cut < 0) {
      throw new IllegalStateException("no answer: " + text);
    }
    var head = text.substring(0, cut).lines().toList();
    var answer = new Answer(head.getFirst(), head.subList(1, head.size()), "");
    var rest = text.substring(cut + 4);
    var chunked = answer.header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase);
    var body = (chunked.isPresent() ? joined(rest) : rest).getBytes(StandardCharsets.ISO_8859_1);
    return new Answer(
        answer.statusLine(), answer.headers(), new String(body, StandardCharsets.UTF_8));
  }

  private static String joined(String chunks) {
    var body = new StringBuilder();
    var at = 0;
    while (true) {
      var end = chunks.indexOf("\r\n", at);
      var size = Integer.parseInt(chunks.substring(at, end).split(";", -1)[0].strip(), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(chunks, end + 2, end + 2 + size);
      at = end + 2 + size + 2;
    }
  }
}
