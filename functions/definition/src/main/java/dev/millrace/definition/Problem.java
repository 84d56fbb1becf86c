package dev.millrace.definition;

/// A user's mistake in a DAG document or an input: where it stands, what is wrong and how to mend
/// it. Problems are values; all of a document are collected and shown together.
///
/// @param file the file's name as the user gave it, or what else the text came from
/// @param line from 1
/// @param column from 1, counted in characters (code points)
/// @param path JSON pointer (RFC 6901) of the value; empty for the document as a whole
/// @param message what is wrong, with the value found; one sentence
/// @param mend what to do about it; one or two sentences
public record Problem(String file, int line, int column, String path, String message, String mend) {

  /// Two lines for a terminal: place and message, then the mend below the message.
  public String rendered() {
    var place = file + ":" + line + ":" + column + "  ";
    return place + message + "\n" + " ".repeat(place.length()) + mend;
  }

  @Override
  public String toString() {
    return rendered();
  }
}
