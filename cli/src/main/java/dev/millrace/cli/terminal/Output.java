package dev.millrace.cli.terminal;

import java.io.PrintStream;

/// One of the two streams of a command. Safe for several threads, line by line.
public final class Output {
  private final PrintStream stream;
  private final Reader reader;

  /// Who reads a stream.
  public enum Reader {
    /// A person, in colour.
    PERSON_IN_COLOUR,
    /// A person, who wants no colour or has none.
    PERSON,
    /// A file or a program.
    PROGRAM
  }

  Output(PrintStream stream, Reader reader) {
    this.stream = stream;
    this.reader = reader;
  }

  /// Whether a person sees this at once, so that lines can be drawn over.
  public boolean isTerminal() {
    return switch (reader) {
      case PERSON_IN_COLOUR, PERSON -> true;
      case PROGRAM -> false;
    };
  }

  /// Whether [#painted] paints.
  public boolean hasColour() {
    return reader == Reader.PERSON_IN_COLOUR;
  }

  /// The text in a colour, where there is colour.
  public String painted(Paint paint, String text) {
    return hasColour() && !text.isEmpty() ? paint.on(text) : text;
  }

  /// Writes text, line ends included, at once.
  public void print(String text) {
    stream.print(text);
    stream.flush();
  }

  /// Writes a line (or several).
  public void line(String text) {
    print(text + "\n");
  }

  /// Writes an empty line.
  public void line() {
    print("\n");
  }
}
