package dev.millrace.engine.connection;

import java.util.regex.Pattern;

/// The name of a connection, of the same form as the name of a DAG: a letter, then up to 79 of
/// letters, digits, `_` and `-`.
public record ConnectionName(String text) implements Comparable<ConnectionName> {
  /// What a name must be, in words, to follow `a name is`.
  public static final String RULE = "a letter, then up to 79 of A-Za-z0-9_-";

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,79}");

  /// @throws IllegalArgumentException when the text has not the shape of a name
  public ConnectionName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not the name of a connection: " + text);
    }
  }

  /// Whether a text can be the name of a connection.
  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(ConnectionName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
