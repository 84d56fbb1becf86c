package dev.millrace.cli;

import dev.millrace.cli.document.Dags;
import dev.millrace.cli.embedded.Interrupts;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `millrace local`: the embedded host, until it is told to end.
@Command(
    name = "local",
    description = "Serves the HTTP API from this machine and runs what is started there.",
    footer = {
      "",
      "Examples:",
      "  millrace local --dags dags/                puts the DAGs of the folder, and again on change",
      "  millrace local --port 0 --data /tmp/try    any free port, which the first line tells",
      "",
      "Runs survive the end of the host, kill -9 too: the next start goes on with them. Ctrl-C ends it",
      "in order; a second Ctrl-C at once."
    })
final class LocalCommand implements Subcommand {
  private static final int PORT_MAX = 65_535;
  private static final int LEFT_BY_CTRL_C = 130;

  private final Terminal terminal;

  @Option(names = "--port", paramLabel = "PORT", description = "Port of the API: 7070 when not said, 0 for any.")
  private int port = HostOptions.PORT;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address of the API: 127.0.0.1, which only this machine can reach, when not said.")
  private String address = HostOptions.ADDRESS;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of runs and DAGs: .millrace when not said.")
  private Path data = Path.of(".millrace");

  @Option(
      names = "--dags",
      paramLabel = "DIR",
      description = "Folder of DAG documents to put now and whenever they change.")
  private Optional<Path> dags = Optional.empty();

  LocalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public ExitStatus execute() {
    if (port < 0 || port > PORT_MAX) {
      return Messages.wrongUse(terminal, "--port: " + port + " is no port; 0 to 65535 are.");
    }
    var plain = HostOptions.in(data).withApi(address, port);
    var options =
        dags.map(folder -> plain.withDags(folder, this::notice)).orElse(plain);
    return switch (LocalHost.open(options, Dags.kinds())) {
      case LocalHost.Opening.Refused(var message) -> Messages.failed(terminal, message);
      case LocalHost.Opening.Open(var host) -> {
        try (host) {
          serve(host);
          yield ExitStatus.DONE;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          yield Messages.failed(terminal, "interrupted");
        }
      }
    };
  }

  private void serve(LocalHost host) throws InterruptedException {
    var end = new CountDownLatch(1);
    Interrupts.handle(end::countDown, () -> System.exit(LEFT_BY_CTRL_C));
    host.start();
    // The first line, for whoever asked for any port.
    terminal.out().line("Millrace answers at " + host.baseUrl().orElseThrow());
    var err = terminal.err();
    err.line("Data is kept in " + data + (dags.map(folder -> "; DAGs come from " + folder).orElse("")) + ".");
    err.line("HTTP tasks may reach public addresses and this machine.");
    if (!isLoopback()) {
      err.line(
          err.painted(Paint.YELLOW, "Careful:")
              + " whoever can reach "
              + Printable.line(address)
              + " can start and read runs: the API asks nobody who they are.");
    }
    err.line("Ctrl-C ends it.");
    end.await();
    err.line("Ending...");
  }

  private boolean isLoopback() {
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
