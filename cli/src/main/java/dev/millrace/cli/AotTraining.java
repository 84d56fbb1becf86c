package dev.millrace.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What the launcher runs once after a build, so that the JVM can keep the classes it loaded and
/// the profiles it gathered in its ahead-of-time cache. It uses the commands that people wait for;
/// one that fails here does no harm, it only trains less.
final class AotTraining {

  private static final Duration LONGEST_START = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private AotTraining() {}

  /// Arguments: a DAG document that ends by itself, and an empty folder for the data.
  public static void main(String[] args) throws IOException {
    var document = args[0];
    var data = Path.of(args[1]);
    Millrace.execute("--version");
    Millrace.execute("--help");
    Millrace.execute("validate", document);
    Millrace.execute("run", document, "--json", "--data", data.resolve("run").toString());
    System.setProperty("millrace.interactive", "out,err");
    Millrace.execute("run", document);
    Millrace.execute("graph", document, "--format", "svg");
    Millrace.execute("cron", "next", "0 6 * * MON-FRI", "--zone", "Europe/Madrid");
    use(serve(data.resolve("local")), document);
    System.exit(0);
  }

  /// Starts the embedded host and waits until it answers. It ends with this process.
  private static int serve(Path data) throws IOException {
    var port = freePort();
    var host =
        Thread.ofPlatform()
            .daemon()
            .start(
                () ->
                    Millrace.execute(
                        "local", "--port", Integer.toString(port), "--data", data.toString()));
    var end = System.nanoTime() + LONGEST_START.toNanos();
    while (host.isAlive() && System.nanoTime() < end && !answers(port)) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return port;
  }

  private static void use(int port, String document) {
    var api = "http://127.0.0.1:" + port;
    Millrace.execute("push", document, "--api", api);
    Millrace.execute("start", "quickstart", "--name", "first", "--wait", "--api", api);
    Millrace.execute("show", "quickstart.first", "--api", api);
    Millrace.execute("runs", "--api", api);
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false; // It does not listen yet.
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
