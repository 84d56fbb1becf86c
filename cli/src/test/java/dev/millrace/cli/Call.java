package dev.millrace.cli;

import dev.millrace.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A command line that was run in this JVM: how it ended and what it wrote.
record Call(ExitStatus status, String out, String err) {
  /// Runs a command line whose output is read by a program.
  static Call of(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var status = Millrace.execute(Terminal.of(out, err), List.of(args));
    return new Call(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Everything, as it is kept in golden files.
  String transcript() {
    return "status %d\n--- out\n%s--- err\n%s".formatted(status.code(), out, err);
  }
}
