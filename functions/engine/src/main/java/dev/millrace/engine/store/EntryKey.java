package dev.millrace.engine.store;

import java.util.regex.Pattern;

/// Where an entry stands: its kind, whose it is, and its name among those of that owner.
///
/// @param owner what the entries are listed by, such as a DAG or a connection; `-` where all of a
///     kind are listed together
/// @param name sorts as text, byte by byte
public record EntryKey(EntryKind kind, String owner, String name) implements Comparable<EntryKey> {
  /// The owner of entries that belong to no one thing.
  public static final String ALL = "-";

  /// Longest owner or name, in characters.
  private static final int LENGTH_MAX = 512;

  // Printable ASCII but no space, so that every store sorts it alike.
  private static final Pattern WORD = Pattern.compile("[!-~]{1," + LENGTH_MAX + "}");

  /// @throws IllegalArgumentException when owner or name are empty, longer than 512 characters, or
  ///     hold anything but printable ASCII without spaces
  public EntryKey {
    require(owner);
    require(name);
  }

  private static void require(String word) {
    if (!WORD.matcher(word).matches()) {
      throw new IllegalArgumentException("no part of an entry's key: " + word);
    }
  }

  @Override
  public int compareTo(EntryKey other) {
    var byKind = kind.compareTo(other.kind);
    var byOwner = byKind != 0 ? byKind : owner.compareTo(other.owner);
    return byOwner != 0 ? byOwner : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return kind.word() + " " + owner + " " + name;
  }
}
