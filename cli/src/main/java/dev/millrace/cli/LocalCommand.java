package dev.millrace.cli;

import dev.millrace.cli.document.Dags;
import dev.millrace.cli.document.Documents;
import dev.millrace.cli.embedded.Interrupts;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// `millrace local`: the embedded host, until it is told to end.
final class LocalCommand implements Subcommand {
  private static final int PORT_MAX = 65_535;
  private static final int LEFT_BY_CTRL_C = 130;

  /// The data folder in the current folder, when nobody says another.
  private static final String DATA = ".millrace";

  private final Terminal terminal;

  LocalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "local", "Serves the HTTP API from this machine and runs what is started there.")
        .option("--port", "PORT", "Port of the API; 0 takes any that is free. Otherwise 7070.")
        .option(
            "--host",
            "HOST",
            "Address of the API. Otherwise 127.0.0.1, which only this machine can reach.")
        .option("--data", "DIR", "Folder of runs and DAGs. Otherwise .millrace.")
        .option("--dags", "DIR", "Folder of DAG documents to put, now and whenever they change.")
        .option(
            "--connections",
            "DIR",
            "Folder of connections, likewise. Otherwise connections in that of the DAGs, if it is there.")
        .option(ProxyOption.NAME, ProxyOption.VALUE, ProxyOption.HELP)
        .notes(
            "Examples:",
            "  millrace local --dags dags/",
            "  millrace local --port 0 --data /tmp/try     the first line tells the port")
        .notes(
            "Runs survive the end of the host, kill -9 too: the next start goes on with them."
                + " Ctrl-C",
            "ends it in order; a second Ctrl-C ends it at once.");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var port = arguments.number("--port", 0, PORT_MAX, HostOptions.PORT);
    var address = arguments.text("--host").orElse(HostOptions.ADDRESS);
    var data = Path.of(arguments.text("--data").orElse(DATA));
    var dags = arguments.text("--dags").map(Path::of);
    var connections =
        arguments.text("--connections").map(Path::of).or(() -> dags.flatMap(Documents::besides));
    var plain = HostOptions.in(data).withApi(address, port);
    var connected =
        connections.map(folder -> plain.withConnections(folder, this::notice)).orElse(plain);
    var options = dags.map(folder -> connected.withDags(folder, this::notice)).orElse(connected);
    var proxy = ProxyOption.of(arguments);
    Logging.inLines();
    return switch (LocalHost.open(options, Dags.kinds(proxy))) {
      case LocalHost.Opening.Refused(var message) -> Messages.failed(terminal, message);
      case LocalHost.Opening.Open(var host) -> {
        try (host) {
          serve(host, options, address);
          yield ExitStatus.DONE;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          yield Messages.failed(terminal, "interrupted");
        }
      }
    };
  }

  private void serve(LocalHost host, HostOptions options, String address)
      throws InterruptedException {
    var end = new CountDownLatch(1);
    Interrupts.handle(end::countDown, () -> System.exit(LEFT_BY_CTRL_C));
    host.start();
    // The first line, for whoever let the system choose the port.
    terminal.out().line("Millrace answers at " + host.baseUrl().orElseThrow());
    var err = terminal.err();
    err.line("Data is kept in " + options.data() + ".");
    options
        .dags()
        .ifPresent(folder -> err.line("DAGs come from " + folder + ", also when they change."));
    options
        .connections()
        .ifPresent(
            folder -> err.line("Connections come from " + folder + ", also when they change."));
    err.line("HTTP tasks may reach public addresses and this machine.");
    if (!isLoopback(address)) {
      err.line(
          "%s whoever can reach %s can start and read runs: the API asks nobody who they are."
              .formatted(err.painted(Paint.YELLOW, "Careful:"), Printable.line(address)));
    }
    err.line("Ctrl-C ends it.");
    end.await();
    err.line("Ending...");
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // The host listens there, so somebody knows it.
    }
  }

  private void notice(String text) {
    terminal.err().line(Printable.text(text));
  }
}
