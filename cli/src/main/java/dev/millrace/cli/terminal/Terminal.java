package dev.millrace.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.terminal.Output.Reader;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Where a command writes: values to `out`, progress and messages to `err`. Text is UTF-8, whatever
/// the locale says: JSON must be, and terminals of today are.
public final class Terminal {
  /// Set by the launcher to the streams that are terminals: `out`, `err`, both or neither. Java
  /// itself can only tell of standard input and output together.
  private static final String INTERACTIVE = "millrace.interactive";

  private static final int BUFFER_BYTES = 32 * 1024;

  private final Output out;
  private final Output err;

  private Terminal(Output out, Output err) {
    this.out = out;
    this.err = err;
  }

  /// The streams of this process.
  public static Terminal ofProcess() {
    var interactive = interactive();
    var environment = System.getenv();
    return new Terminal(
        new Output(stream(FileDescriptor.out), reader(interactive.contains("out"), environment)),
        new Output(stream(FileDescriptor.err), reader(interactive.contains("err"), environment)));
  }

  /// Streams that programs read.
  public static Terminal of(OutputStream out, OutputStream err) {
    return of(out, err, Reader.PROGRAM);
  }

  /// Streams of one's own.
  public static Terminal of(OutputStream out, OutputStream err, Reader reader) {
    return new Terminal(
        new Output(new PrintStream(out, false, StandardCharsets.UTF_8), reader),
        new Output(new PrintStream(err, false, StandardCharsets.UTF_8), reader));
  }

  /// Standard output: what was asked for.
  public Output out() {
    return out;
  }

  /// Standard error: progress and messages.
  public Output err() {
    return err;
  }

  /// Prints a value as JSON to standard output.
  public void json(JsonNode value) {
    out.line(JsonText.pretty(value));
  }

  /// Colour only for a person who did not decline it (https://no-color.org).
  static Reader reader(boolean interactive, Map<String, String> environment) {
    if (!interactive) {
      return Reader.PROGRAM;
    }
    var declined =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "dumb").equals("dumb");
    return declined ? Reader.PERSON : Reader.PERSON_IN_COLOUR;
  }

  private static String interactive() {
    var told = System.getProperty(INTERACTIVE);
    if (told != null) {
      return told;
    }
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        ? "out,err"
        : "";
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    var file = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES);
    return new PrintStream(file, false, StandardCharsets.UTF_8);
  }
}
