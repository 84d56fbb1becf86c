package dev.millrace.cli.progress;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A terminal as far as these tests need one: it knows line ends, going up, and erasing to the end
/// of the line or of the screen. Everything else that begins with an escape changes no text.
final class Screen extends OutputStream {
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private final StringBuilder sequence = new StringBuilder();
  private int row;
  private int column;
  private boolean inSequence;

  /// What is to be seen, without empty lines at the end.
  String text() {
    return String.join("\n", lines).stripTrailing();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    new String(bytes, offset, length, StandardCharsets.UTF_8).chars().forEach(this::write);
  }

  @Override
  public void write(int c) {
    if (inSequence) {
      sequence.append((char) c);
      if (Character.isLetter(c)) {
        inSequence = false;
        act(sequence.toString());
      }
    } else if (c == '\033') {
      inSequence = true;
      sequence.setLength(0);
    } else if (c == '\n') {
      row++;
      column = 0;
      while (lines.size() <= row) {
        lines.add(new StringBuilder());
      }
    } else if (c == '\r') {
      column = 0;
    } else {
      var line = lines.get(row);
      line.replace(column, Math.min(column + 1, line.length()), Character.toString(c));
      column++;
    }
  }

  private void act(String sequence) {
    switch (sequence.charAt(sequence.length() - 1)) {
      case 'A' -> {
        row -= Integer.parseInt(sequence.substring(1, sequence.length() - 1));
        if (row < 0) {
          throw new IllegalStateException("went above the first line");
        }
      }
      case 'K' -> lines.get(row).setLength(column);
      case 'J' -> {
        lines.get(row).setLength(column);
        lines.subList(row + 1, lines.size()).clear();
      }
      default -> {
        // Colours, the cursor's look, wrapping.
      }
    }
  }
}
