package dev.millrace.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// How large the terminal is. Java cannot tell; `stty`, which POSIX has, can.
public final class TerminalSize {
  /// Rows when nobody knows: those of the first terminals, and few enough for any other.
  public static final int ROWS_LEAST = 24;

  private static final int ROWS_MAX = 1_000;
  private static final int LONGEST_MS = 500;

  private TerminalSize() {}

  /// Rows of the terminal that controls this process.
  public static int rows() {
    try {
      var stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(LONGEST_MS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return ROWS_LEAST;
      }
      var size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      var rows = Integer.parseInt(size.strip().split(" ", 2)[0]);
      return rows > 0 ? Math.min(rows, ROWS_MAX) : ROWS_LEAST;
    } catch (IOException | NumberFormatException e) {
      return ROWS_LEAST; // no terminal, or no stty
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ROWS_LEAST;
    }
  }
}
