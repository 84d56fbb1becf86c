package dev.millrace.local.kill;

import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.nio.file.Path;

/// A host in a process of its own. Says on which port its API answers, once it does.
public final class HostProcess {
  private HostProcess() {}

  /// Opens the folder given as argument.
  public static void main(String[] arguments) throws InterruptedException {
    var options = HostOptions.in(Path.of(arguments[0])).withApi(HostOptions.ADDRESS, 0);
    switch (LocalHost.open(options)) {
      case LocalHost.Opening.Open(var host) -> {
        host.start();
        System.out.println(host.baseUrl().orElseThrow());
        host.awaitClose();
      }
      case LocalHost.Opening.Refused(var message) -> throw new IllegalStateException(message);
    }
  }
}
