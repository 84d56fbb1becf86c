package dev.millrace.core;

import java.util.regex.Pattern;

/// The name of a DAG: `[A-Za-z][A-Za-z0-9_-]{0,79}`.
public record DagName(String text) implements Comparable<DagName> {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,79}");

  /// @throws IllegalArgumentException when the text has not the shape of a DAG name
  public DagName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not the name of a DAG: " + text);
    }
  }

  /// Whether a text can be the name of a DAG.
  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(DagName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
